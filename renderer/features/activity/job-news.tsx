/** Says aloud what has just ended; progress itself can be read at its bar. */
import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Job } from '../../../contract/jobs.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { endedSince } from './job-groups.ts';

export function JobNews({ jobs }: { jobs: readonly Job[] }) {
  const { t } = useLanguage();
  const seen = useRef<Map<string, Job['state']>>(new Map());
  const [news, setNews] = useState('');
  useEffect(() => {
    const ended = endedSince(seen.current, jobs);
    seen.current = new Map(jobs.map(({ job_id, state }) => [job_id, state]));
    if (ended.length === 0) return;
    setNews(
      ended
        .map(({ kind, state, title }) =>
          t(state === 'done' ? 'activity.news_done' : 'activity.news_failed', {
            title: title || t('activity.upkeep'),
            work: t(`job.${kind}`),
          }),
        )
        .join(' '),
    );
  }, [jobs, t]);
  return <VisuallyHidden role="status">{news}</VisuallyHidden>;
}
