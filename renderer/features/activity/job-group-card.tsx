/** The work on one lesson: every job with how far it is, and what can be done about it. */
import { Link } from 'wouter';
import { lessonPath } from '../../app/paths.ts';
import { useLanguage } from '../../i18n/language.tsx';
import classes from './job-group-card.module.css';
import type { JobGroup } from './job-groups.ts';
import { JobRow } from './job-row.tsx';
import { SmallPicture } from './small-picture.tsx';

export function JobGroupCard({ group: { about, recordingId, title, jobs } }: { group: JobGroup }) {
  const { t } = useLanguage();
  const name = title || t(`activity.about_${about}`);
  return (
    <article className={classes.card} aria-label={name}>
      <header className={classes.head}>
        <SmallPicture recordingId={recordingId} about={about} />
        <h3>{recordingId === null ? name : <Link href={lessonPath(recordingId)}>{name}</Link>}</h3>
      </header>
      <ul>
        {jobs.map((job) => (
          <JobRow key={job.job_id} job={job} lesson={name} />
        ))}
      </ul>
    </article>
  );
}
