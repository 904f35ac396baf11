import classes from './state-label.module.css';

/** A state in words with a dot in its colour beside them. */
export function StateLabel({ tone, text }: { tone: 'safe' | 'attention' | 'quiet'; text: string }) {
  return (
    <span className={classes.state} data-tone={tone}>
      <span className={classes.dot} aria-hidden="true" />
      {text}
    </span>
  );
}
