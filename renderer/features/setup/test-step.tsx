/** Step 3: five seconds of what will be recorded, played back at once. */
import { Button, Loader } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { failureOf } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import {
  deleteRecording,
  probeStream,
  recordingStatus,
  startRecording,
  stopRecording,
} from '../../api/recording.ts';
import { newId } from '../../api/new-id.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { TestPlayer } from './test-player.tsx';
import { TestSource } from './test-source.tsx';
import { stageOf, testSeconds } from './test-stage.ts';
import classes from './step.module.css';

const lookMs = 400;
const probeLimitMs = 30_000;

export function TestStep({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const { t } = useLanguage();
  const start = useMutation({
    mutationFn: async (streamUrl: string) => {
      // A recording waits for minutes for a stream that is away; whoever tries one wants to know now.
      if (!/^(screen|camera):/.test(streamUrl))
        await probeStream(streamUrl, AbortSignal.timeout(probeLimitMs));
      return startRecording({
        session_id: `test-${newId()}`,
        stream_url: streamUrl,
        title: t('setup.test_title'),
        is_test: true,
        max_duration_seconds: testSeconds,
      });
    },
  });
  const recordingId = start.data?.recording_id;
  const forget = () => {
    if (recordingId !== undefined) void removeTest(recordingId);
    start.reset();
  };
  const done = () => {
    forget();
    onDone();
  };
  return (
    <div className={classes.step}>
      {recordingId === undefined ? (
        <>
          <TestSource isStarting={start.isPending} onStart={(streamUrl) => start.mutate(streamUrl)}>
            {start.error !== null && <FailureText failure={start.error} />}
          </TestSource>
          <div className={classes.actions}>
            <Button variant="subtle" color="gray" data-side="left" onClick={onBack}>
              {t('setup.back')}
            </Button>
            <Button variant="subtle" color="gray" onClick={onDone}>
              {t('setup.later')}
            </Button>
          </div>
        </>
      ) : (
        <TestRun recordingId={recordingId} onAgain={forget} onDone={done} />
      )}
    </div>
  );
}

/** The recorder would remove it a day later by itself: nothing to tell when it cannot be removed now. */
async function removeTest(recordingId: string): Promise<void> {
  try {
    // One that has ended cannot be stopped.
    await stopRecording(recordingId).catch(() => undefined);
    await deleteRecording(recordingId, { permanent: true });
  } catch {
    // as above
  }
}

function TestRun(props: { recordingId: string; onAgain: () => void; onDone: () => void }) {
  const { recordingId, onAgain, onDone } = props;
  const { t } = useLanguage();
  const [isBad, setIsBad] = useState(false);
  const status = useQuery({
    queryKey: keys.status(recordingId),
    queryFn: ({ signal }) => recordingStatus(recordingId, signal),
    refetchInterval: ({ state }) =>
      state.data === undefined || stageOf(state.data).isRunning ? lookMs : false,
  });
  const stage = status.data === undefined ? undefined : stageOf(status.data);
  const again = (
    <Button variant="default" onClick={onAgain}>
      {t('setup.again')}
    </Button>
  );
  if (status.error !== null && status.data === undefined) {
    return (
      <>
        <FailureText failure={status.error} onRetry={() => void status.refetch()} />
        <div className={classes.actions}>{again}</div>
      </>
    );
  }
  if (stage?.name === 'failed') {
    return (
      <>
        <p role="alert" className={classes.help}>
          {t(`error.${status.data?.error?.code ?? failureOf(undefined).code}`)}
        </p>
        <TestHelp />
        <div className={classes.actions}>
          {again}
          <Button onClick={onDone}>{t('setup.finish_anyway')}</Button>
        </div>
      </>
    );
  }
  if (stage?.name !== 'done') {
    return (
      <>
        <div className={classes.stage}>
          <div className={classes.counting} role="status">
            {stage?.name === 'recording' ? (
              <>
                <span className={classes.seconds} aria-hidden="true">
                  {stage.secondsLeft}
                </span>
                {t('setup.recording')}
              </>
            ) : (
              <>
                <Loader color="white" size="sm" aria-hidden="true" />
                {t(stage?.name === 'saving' ? 'setup.saving' : 'setup.connecting')}
              </>
            )}
          </div>
        </div>
        <div className={classes.actions}>
          <Button variant="subtle" color="gray" onClick={onAgain}>
            {t('common.cancel')}
          </Button>
        </div>
      </>
    );
  }
  return (
    <>
      <TestPlayer recordingId={recordingId} />
      <div className={classes.question} role="group" aria-label={t('setup.question')}>
        <p>{t('setup.question')}</p>
        <Button variant="default" aria-expanded={isBad} onClick={() => setIsBad(true)}>
          {t('setup.not_good')}
        </Button>
        <Button onClick={onDone}>{t('setup.good')}</Button>
      </div>
      {isBad && (
        <>
          <TestHelp />
          <div className={classes.actions}>{again}</div>
        </>
      )}
    </>
  );
}

/** What mostly is the matter, and what to do about it. */
function TestHelp() {
  const { t } = useLanguage();
  return (
    <div className={classes.help} role="status">
      <p>{t('setup.help_title')}</p>
      <ul>
        <li>{t('setup.help_black')}</li>
        <li>{t('setup.help_silent')}</li>
        <li>{t('setup.help_stream')}</li>
      </ul>
    </div>
  );
}
