/** One job: what it makes, how far it is, and what can be done about it. */
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconBan, IconCheck, IconClock, IconRefresh, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Job } from '../../../contract/jobs.ts';
import { listModels } from '../../api/analysis.ts';
import { keys } from '../../api/keys.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { JobProgress } from './job-progress.tsx';
import classes from './job-row.module.css';
import { useJobActions } from './use-job-actions.ts';

/** @param props.lesson for the names of the buttons */
export function JobRow({ job, lesson }: { job: Job; lesson: string }) {
  const { t } = useLanguage();
  const model = useModelOf(job);
  const work = model === undefined ? t(`job.${job.kind}`) : `${t(`job.${job.kind}`)} · ${model}`;
  return (
    <li className={classes.row} data-state={job.state}>
      <StateIcon state={job.state} />
      <div className={classes.words}>
        <p className={classes.work}>{work}</p>
        <JobState job={job} label={`${lesson}: ${work}`} />
      </div>
      <JobButtons job={job} label={`${lesson}: ${work}`} />
    </li>
  );
}

/** Name of the model that a job installs. */
function useModelOf({ kind, job_id: jobId }: Job): string | undefined {
  const { data } = useQuery({
    queryKey: keys.models,
    queryFn: ({ signal }) => listModels(signal),
    enabled: kind === 'model_install' || kind === 'chat_fit',
  });
  return data?.find((model) => model.job_id === jobId || model.fit?.job_id === jobId)?.name;
}

const icons: Record<Job['state'], ReactNode> = {
  queued: <IconClock stroke={1.5} />,
  running: <IconRefresh stroke={1.5} />,
  done: <IconCheck stroke={2} />,
  failed: <IconAlertTriangle stroke={1.5} />,
  cancelled: <IconBan stroke={1.5} />,
};

export function StateIcon({ state }: { state: Job['state'] }) {
  return (
    <span className={classes.icon} data-state={state} aria-hidden="true">
      {icons[state]}
    </span>
  );
}

type Shown = Pick<Job, 'state' | 'progress' | 'eta_seconds' | 'error'>;

/** @param props.label name of the progress bar */
export function JobState({ job, label }: { job: Shown; label: string }) {
  const { t } = useLanguage();
  switch (job.state) {
    case 'running':
      return <JobProgress job={job} label={label} />;
    case 'failed':
      return (
        <div className={classes.failed}>
          <p>{t(`error.${job.error?.code ?? 'internal'}`)}</p>
          {job.error !== undefined && (
            <details>
              <summary>{t('error.details')}</summary>
              <code>
                {job.error.code} · {job.error.detail}
              </code>
            </details>
          )}
        </div>
      );
    case 'queued':
    case 'done':
    case 'cancelled':
      return <p className={classes.faint}>{t(`activity.state_${job.state}`)}</p>;
    default:
      return job.state satisfies never;
  }
}

/** @param props.again has it done again where that takes more than its job */
export function JobButtons(props: {
  job: Pick<Job, 'job_id' | 'state'>;
  label: string;
  again?: () => Promise<unknown>;
}) {
  const { job, label, again } = props;
  const { t } = useLanguage();
  const { cancel, retry } = useJobActions(job.job_id, again);
  if (job.state === 'running' || job.state === 'queued') {
    return (
      <Tooltip label={t('common.cancel')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('activity.cancel', { work: label })}
          loading={cancel.isPending}
          onClick={() => cancel.mutate()}
        >
          <IconX size={18} stroke={1.5} aria-hidden />
        </ActionIcon>
      </Tooltip>
    );
  }
  if (job.state === 'done') return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={t('activity.retry', { work: label })}
      loading={retry.isPending}
      onClick={() => retry.mutate()}
    >
      {t('common.retry')}
    </Button>
  );
}
