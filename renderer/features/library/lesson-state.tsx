/** State of a lesson where it matters: recorded now, still coming, or not recorded. Nothing when all is well. */
import { useQuery } from '@tanstack/react-query';
import { keys } from '../../api/keys.ts';
import { recordingStatus } from '../../api/recording.ts';
import { listJobs } from '../../api/system.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { clockText } from '../../ui/format.ts';
import { StatusLabel } from '../../ui/status-label.tsx';
import classes from './lesson-card.module.css';
import type { FoundLesson } from './lesson-rows.ts';

export function LiveBadge({ lesson }: { lesson: FoundLesson }) {
  const { t } = useLanguage();
  const { recording_id: id } = lesson;
  // Filled in by the core's events, second by second.
  const { data } = useQuery({
    queryKey: keys.status(id),
    queryFn: ({ signal }) => recordingStatus(id, signal),
  });
  const status = data?.status ?? lesson.status;
  return (
    <span className={classes.live} data-paused={status !== 'recording'}>
      <span className={classes.dot} aria-hidden="true" />
      {t(`status.${status}`)}
      {data !== undefined && data.duration_seconds > 0 && <span>{clockText(data.duration_seconds)}</span>}
    </span>
  );
}

export function LessonState({ lesson }: { lesson: FoundLesson }) {
  if (lesson.status === 'failed') return <StatusLabel status="failed" />;
  if (lesson.status === 'interrupted') return <Coming lesson={lesson} />;
  return null;
}

/** Recovered after a power cut, or made of a file that was brought in. */
function Coming({ lesson }: { lesson: FoundLesson }) {
  const { t } = useLanguage();
  const ofLesson = { recording_id: lesson.recording_id };
  const { data } = useQuery({
    queryKey: keys.jobs(ofLesson),
    queryFn: ({ signal }) => listJobs(ofLesson, signal),
  });
  const job = data?.items.find(({ kind }) => kind === 'import');
  if (data === undefined) return null;
  if (job === undefined) return <StatusLabel status="interrupted" />;
  return (
    <span className={classes.coming}>
      {t('import.preparing', { percent: Math.round(job.progress * 100) })}
    </span>
  );
}
