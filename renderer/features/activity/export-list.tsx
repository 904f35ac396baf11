/** Files made of lessons: being made, or ready to be taken away. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { Job } from '../../../contract/jobs.ts';
import type { LessonExport } from '../../../contract/vod.ts';
import { exportFileUrl, retryExport } from '../../api/exports.ts';
import { keys } from '../../api/keys.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { clockText, megabytesText, momentDateText, wallClockText } from '../../ui/format.ts';
import { useRemoval } from '../../ui/pending-removal.tsx';
import { SaveFileButton } from '../../ui/save-file-button.tsx';
import page from './activity-page.module.css';
import classes from './job-row.module.css';
import { JobButtons, JobState, StateIcon } from './job-row.tsx';

const exportPath = (exportId: string) => `/api/exports/${exportId}`;

/** @param props.jobs as they are now: events bring their progress first */
export function ExportList(props: { exports: readonly LessonExport[]; jobs: readonly Job[] }) {
  const { exports, jobs } = props;
  const { t } = useLanguage();
  const { isHidden, remove } = useRemoval({ queryKey: keys.everyExport });
  return (
    <ul className={page.list}>
      {exports
        .filter(({ export_id }) => !isHidden(exportPath(export_id)))
        .map((file) => (
          <ExportRow
            key={file.export_id}
            file={file}
            job={jobs.find(({ job_id }) => job_id === file.job_id)}
            onRemove={() =>
              remove(exportPath(file.export_id), t('activity.export_removed', { name: file.filename }))
            }
          />
        ))}
    </ul>
  );
}

function ExportRow(props: { file: LessonExport; job: Job | undefined; onRemove: () => void }) {
  const { file, job, onRemove } = props;
  const { t, language } = useLanguage();
  const shown = {
    ...file,
    ...(job?.state === file.state ? { progress: job.progress, eta_seconds: job.eta_seconds } : {}),
  };
  const range = `${clockText(file.start_time)}–${clockText(file.end_time)}`;
  const facts = [
    range,
    t(file.resolution === 'source' ? 'activity.source_quality' : 'activity.quality', {
      name: file.resolution,
    }),
    ...(file.size_bytes === null ? [] : [megabytesText(file.size_bytes / 1e6)]),
    ...(file.expires_at === null
      ? []
      : [
          t('activity.expires', {
            time: `${momentDateText(file.expires_at, language)} ${wallClockText(file.expires_at, language)}`,
          }),
        ]),
  ];
  return (
    <li className={classes.row} data-kind="export">
      <StateIcon state={file.state} />
      <div className={classes.words}>
        <p className={classes.work}>{file.filename}</p>
        <p className={classes.faint}>{facts.join(' · ')}</p>
        {file.state !== 'done' && <JobState job={shown} label={file.filename} />}
      </div>
      {file.state === 'done' ? (
        <SaveFileButton
          route={exportFileUrl(file.export_id)}
          fileName={file.filename}
          size="xs"
          variant="default"
        />
      ) : (
        <JobButtons
          job={{ job_id: file.job_id, state: file.state }}
          label={file.filename}
          again={() => retryExport(file)}
        />
      )}
      {file.state !== 'running' && file.state !== 'queued' && (
        <Tooltip label={t('common.delete')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('activity.export_remove', { name: file.filename })}
            onClick={onRemove}
          >
            <IconTrash size={18} stroke={1.5} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </li>
  );
}
