/** How the backup stands: never made, under way, checked, failed with what to do. */
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { BackupState } from '../../../contract/backup.ts';
import { checkBackup, runBackup } from '../../api/backup.ts';
import { keys } from '../../api/keys.ts';
import { cancelJob } from '../../api/system.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { megabytesText, momentDateText, wallClockText } from '../../ui/format.ts';
import { JobProgress } from '../activity/job-progress.tsx';
import classes from './backup-section.module.css';
import { useBackupWords } from './backup-words.ts';
import { StateLabel } from './state-label.tsx';

export function BackupStatus({ state }: { state: BackupState }) {
  const { t } = useLanguage();
  const say = useBackupWords();
  const cache = useQueryClient();
  const changed = () => cache.invalidateQueries({ queryKey: keys.backup });
  const run = useMutation({ mutationFn: runBackup, onSettled: changed });
  const check = useMutation({ mutationFn: checkBackup, onSettled: changed });
  const stop = useMutation({ mutationFn: cancelJob, onSettled: changed });
  const { job, problem, failure, place, verified } = state;
  const isStarting = run.isPending || check.isPending;
  // The place itself is all right, and what was there before is gone.
  const isGone = verified !== null && problem?.code === 'backup_target_missing';
  const wrong = problem ?? failure;
  const problemText = run.error ?? check.error ?? stop.error;
  return (
    <div className={classes.status}>
      <div role="status" aria-live="polite">
        <Verdict state={state} />
      </div>
      {job === null && wrong !== null && (
        <div>
          <p>{t(`error.${wrong.code}`)}</p>
          {isGone && <p className={classes.hint}>{say('anewHint')}</p>}
          <details>
            <summary>{say('details')}</summary>
            <code>
              {wrong.code} · {wrong.detail}
            </code>
          </details>
        </div>
      )}
      {job !== null && <JobProgress job={job} label={say(job.kind === 'backup' ? 'running' : 'checking')} />}
      {problemText !== null && <FailureText failure={problemText} />}
      {place !== '' && (
        <div className={classes.actions}>
          {job === null ? (
            <>
              <Button loading={isStarting} onClick={() => run.mutate(false)}>
                {say(wrong === null ? 'now' : 'again')}
              </Button>
              {isGone && (
                <Button variant="default" disabled={isStarting} onClick={() => run.mutate(true)}>
                  {say('anew')}
                </Button>
              )}
              {verified !== null && !isGone && (
                <Button variant="default" disabled={isStarting} onClick={() => check.mutate()}>
                  {say('check')}
                </Button>
              )}
            </>
          ) : (
            <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate(job.job_id)}>
              {say('cancel')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function Verdict({ state }: { state: BackupState }) {
  const { language } = useLanguage();
  const say = useBackupWords();
  const { job, problem, failure, place, verified } = state;
  const when = (time: string) => `${momentDateText(time, language)} ${wallClockText(time, language)}`;
  if (job !== null) {
    const word = job.is_resting
      ? 'resting'
      : job.state === 'queued'
        ? 'waiting'
        : job.kind === 'backup'
          ? 'running'
          : 'checking';
    return <StateLabel tone="quiet" text={say(word)} />;
  }
  if (place === '') {
    return (
      <>
        <StateLabel tone="quiet" text={say('none')} />
        <p className={classes.hint}>{say('noneHint')}</p>
      </>
    );
  }
  return (
    <>
      {failure !== null && <StateLabel tone="attention" text={say('failed', { when: when(failure.at) })} />}
      {verified === null ? (
        failure === null && <StateLabel tone={problem === null ? 'quiet' : 'attention'} text={say('never')} />
      ) : (
        <>
          <StateLabel
            tone={problem === null && failure === null ? 'safe' : 'quiet'}
            text={say('verified', { when: when(verified.at) })}
          />
          <p className={classes.hint}>
            {say('verifiedHint', {
              lessons: String(verified.lessons),
              size: megabytesText(verified.bytes / 1e6),
            })}
          </p>
        </>
      )}
    </>
  );
}
