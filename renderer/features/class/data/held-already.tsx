/** What the session holds now: somebody who brings in a file twice sees that it is there. */
import { Skeleton } from '@mantine/core';
import { useLanguage } from '../../../i18n/language.tsx';
import { useSessionAnalysis, useSessionFacts } from '../class-data.ts';
import classes from './data.module.css';

export function HeldAlready({ sessionId }: { sessionId: string }) {
  const { t } = useLanguage();
  const session = useSessionFacts(sessionId);
  const analysis = useSessionAnalysis(sessionId);
  const counts = analysis.data?.counts;
  const facts = [
    ['students', session.data?.students.length],
    ['messages', counts?.messages],
    ['quiz_responses', counts?.quiz_responses],
    ['recordings', counts?.recordings],
  ] as const;
  return (
    <section className={classes.held}>
      <h2>{t('sheet.held')}</h2>
      <dl>
        {facts.map(([name, count]) => (
          <div key={name}>
            <dt>{t(`sheet.held_${name}`)}</dt>
            <dd>
              {count !== undefined && t('sheet.number', { count })}
              {count === undefined &&
                (analysis.error === null ? <Skeleton height="1.25rem" width="2.5rem" /> : '–')}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
