/** A part of the class screens: its heading, what can be done with it, and what it shows. */
import { type ReactNode, useId } from 'react';
import classes from './review-section.module.css';

export function ReviewSection(props: {
  title: string;
  hint?: string | undefined;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { title, hint, actions, children } = props;
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.head}>
        <div>
          <h2 id={id}>{title}</h2>
          {hint !== undefined && <p>{hint}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}
