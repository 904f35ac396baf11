/** All that was done for a lesson, in one line. */
import { IconBan, IconCheck } from '@tabler/icons-react';
import { Link } from 'wouter';
import { lessonPath } from '../../app/paths.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { momentDateText, wallClockText } from '../../ui/format.ts';
import classes from './ended-group.module.css';
import { type JobGroup, lastOfEachKind } from './job-groups.ts';
import { JobButtons } from './job-row.tsx';
import { SmallPicture } from './small-picture.tsx';

export function EndedGroup({ group: { about, recordingId, title, jobs } }: { group: JobGroup }) {
  const { t, language } = useLanguage();
  const name = title || t(`activity.about_${about}`);
  const last = lastOfEachKind(jobs);
  const done = last.filter(({ state }) => state === 'done').map(({ kind }) => t(`job.${kind}`));
  const cancelled = last.filter(({ state }) => state === 'cancelled');
  const endedAt = jobs
    .map(({ finished_at, created_at }) => finished_at ?? created_at)
    .toSorted()
    .at(-1);
  return (
    <li className={classes.row}>
      <SmallPicture recordingId={recordingId} about={about} />
      <div className={classes.words}>
        <p className={classes.name}>
          {recordingId === null ? name : <Link href={lessonPath(recordingId)}>{name}</Link>}
        </p>
        {done.length > 0 && (
          <p className={classes.work}>
            <IconCheck className={classes.done} size={16} stroke={2} aria-hidden="true" />
            {done.join(', ')}
          </p>
        )}
        {cancelled.map((job) => (
          <p key={job.job_id} className={classes.work}>
            <IconBan size={16} stroke={1.5} aria-hidden="true" />
            {t('activity.cancelled', { work: t(`job.${job.kind}`) })}
            <JobButtons job={job} label={`${name}: ${t(`job.${job.kind}`)}`} />
          </p>
        ))}
      </div>
      {endedAt !== undefined && (
        <time dateTime={endedAt} className={classes.time}>
          {momentDateText(endedAt, language)} {wallClockText(endedAt, language)}
        </time>
      )}
    </li>
  );
}
