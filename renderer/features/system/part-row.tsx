/** One part of the recorder: what it is, how it is in a sentence, what to do and where. */
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { HealthPart, HealthState } from '../../../contract/health.ts';
import { healthWords, sayPart } from '../../../contract/say-health.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { StateLabel } from '../settings/state-label.tsx';
import classes from './part-row.module.css';
import { remediesOf } from './remedies.ts';
import { useSystemWords } from './system-words.ts';

const tones: Record<HealthState, 'safe' | 'attention' | 'quiet'> = {
  ok: 'safe',
  attention: 'attention',
  trouble: 'attention',
  off: 'quiet',
};

export function PartRow({ part }: { part: HealthPart }) {
  const { language } = useLanguage();
  const say = useSystemWords();
  const words = healthWords(language);
  const { text, advice } = sayPart(part, language);
  const remedies = remediesOf(part.code);
  const needsCare = part.state === 'attention' || part.state === 'trouble';
  return (
    <li className={classes.row} data-part={part.part} data-state={part.state}>
      <h3 className={classes.name}>{words.parts[part.part]}</h3>
      <div className={classes.words}>
        <p>{text}</p>
        {advice !== undefined && <p className={classes.advice}>{advice}</p>}
        {needsCare && remedies.length > 0 && (
          <div className={classes.remedies}>
            {remedies.map(({ to, word }) => (
              <Button key={to} component={Link} href={to} size="xs" variant="default">
                {say(word)}
              </Button>
            ))}
          </div>
        )}
        {needsCare && (
          <details>
            <summary>{say('details')}</summary>
            <code>{factsText(part)}</code>
          </details>
        )}
      </div>
      <div className={classes.state}>
        <StateLabel tone={tones[part.state]} text={words.states[part.state]} />
      </div>
    </li>
  );
}

/** Code and numbers, for the support desk. */
function factsText({ code, facts }: HealthPart): string {
  const values = Object.entries(facts).flatMap(([name, value]: [string, string | number | null]) =>
    value === null ? [] : [`${name} ${value}`],
  );
  return [code, ...values].join(' · ');
}
