/** Says aloud what has just ended; progress itself can be read at its bar. */
import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Job } from '../../../contract/jobs.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { aboutOf, endedSince } from './job-groups.ts';

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
        .map((job) =>
          t(job.state === 'done' ? 'activity.news_done' : 'activity.news_failed', {
            title: job.title || t(`activity.about_${aboutOf(job)}`),
            work: t(`job.${job.kind}`),
          }),
        )
        .join(' '),
    );
  }, [jobs, t]);
  return <VisuallyHidden role="status">{news}</VisuallyHidden>;
}
