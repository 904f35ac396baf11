/** What stood out in class at moments of this recording, and the way to all that is known about the class. */
import { Skeleton } from '@mantine/core';
import { Link } from 'wouter';
import { classPath } from '../../../app/paths.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { clockText } from '../../../ui/format.ts';
import { useSessionAnalysis } from '../../class/class-data.ts';
import { insightsIn } from '../../class/insights/insight-list.ts';
import { insightSigns } from '../../class/insights/insight-signs.ts';
import { useChat } from '../lesson-data.ts';
import { useLesson } from '../lesson-context.ts';
import classes from './analysis.module.css';

/** A look at the lesson, not the whole list. */
const mostShown = 5;

export function ClassInsights() {
  const { id, info, isLive, seek } = useLesson();
  const { t } = useLanguage();
  const { messages } = useChat(id);
  // Without a line of chat and without a roster there is no class to read, and nothing is started for it.
  const isWanted = !isLive && (messages.length > 0 || info.student_count > 0);
  const { data, error } = useSessionAnalysis(info.session_id, { isWanted });
  if (isLive || (data === undefined && !isWanted)) return null;
  const moments = insightsIn(data?.key_insights ?? [], id, mostShown);
  return (
    <section className={classes.section}>
      <h3>{t('overview.insights')}</h3>
      <div role="status">
        {data === undefined && (
          <p className={classes.hint}>{t(error === null ? 'overview.reading' : 'overview.not_read')}</p>
        )}
        {data !== undefined && moments.length === 0 && (
          <p className={classes.hint}>{t('overview.none_here')}</p>
        )}
      </div>
      {data === undefined && error === null && <Skeleton height="4rem" radius="md" />}
      {moments.length > 0 && (
        <ol className={classes.moments} aria-label={t('overview.insights')}>
          {moments.map(({ insight: { kind, text }, atSec }) => {
            const Sign = insightSigns[kind];
            return (
              <li key={`${kind} ${text}`}>
                <button type="button" className={classes.momentHead} onClick={() => seek(atSec)}>
                  <Sign size="1.125rem" stroke={1.5} aria-hidden="true" />
                  <time>{clockText(atSec)}</time>
                  <span>
                    {t(`overview.kind_${kind}`)}
                    <small>{text}</small>
                  </span>
                </button>
              </li>
            );
          })}
        </ol>
      )}
      <Link href={classPath(info.session_id)} className={classes.toClass}>
        {t('overview.whole_class')}
      </Link>
    </section>
  );
}
