/** One recording that runs: how long, what is safe, what is wrong, and the way to end it. */
import { useState } from 'react';
import {
  type RecordingListItem,
  pauseRecording,
  recordingStatus,
  resumeRecording,
  stopRecording,
} from '../../api/calls.ts';
import { type ApiFailure, failureOf } from '../../api/client.ts';
import { useServerEvents } from '../../api/events.ts';
import { useRemote } from '../../api/use-remote.ts';
import { Link } from '../../app/link.tsx';
import { useNotice } from '../../app/notice.tsx';
import { navigate } from '../../app/route.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { clockText, lengthText, megabytesText, wallClockText } from '../../ui/format.ts';
import { StatusLabel } from '../../ui/status-label.tsx';

export function ActiveRecording({ recording }: { recording: RecordingListItem }) {
  const { t, language } = useLanguage();
  const notify = useNotice();
  const id = recording.recording_id;
  const { data: state, reload } = useRemote(`status ${id}`, (signal) => recordingStatus(id, signal));
  const [isStopping, setIsStopping] = useState(false);
  const [isSwitching, setIsSwitching] = useState(false);
  const [failure, setFailure] = useState<ApiFailure>();
  const reloadMine = (event: { recording_id: string }) => {
    if (event.recording_id === id) reload();
  };
  useServerEvents({ 'recording.changed': reloadMine, 'recording.alarm': reloadMine, missed: reload });

  const status = state?.status ?? recording.status;
  const title = recording.title === '' ? t('library.untitled') : recording.title;
  const lastDataAt = state?.last_data_at ?? null;
  const freeMinutes = state?.free_minutes ?? null;
  const hasPicture = (state?.duration_seconds ?? 0) > 0;

  const stop = async () => {
    setIsStopping(true);
    setFailure(undefined);
    try {
      await stopRecording(id);
      notify({
        text: t('record.done', { title }),
        action: {
          label: t('record.open'),
          run: () => navigate({ screen: 'lesson', recordingId: id, atSec: undefined }),
        },
      });
    } catch (error) {
      setFailure(failureOf(error));
      setIsStopping(false);
    }
  };

  const canPause = status === 'recording' || status === 'reconnecting';
  const pauseOrResume = async () => {
    setIsSwitching(true);
    setFailure(undefined);
    try {
      await (canPause ? pauseRecording(id) : resumeRecording(id));
    } catch (error) {
      setFailure(failureOf(error));
    }
    setIsSwitching(false);
    reload();
  };

  return (
    <section className="panel active" aria-label={title}>
      <div className="active-head">
        <StatusLabel status={status} />
        <h2>{title}</h2>
        <span className="elapsed">{clockText(state?.duration_seconds ?? recording.duration)}</span>
      </div>
      <p className="active-facts">
        {lastDataAt !== null && hasPicture && (
          <strong className="safe">
            {t('record.saved_until', { clock: wallClockText(lastDataAt, language) })}
          </strong>
        )}
        <span>{megabytesText(state?.size_mb ?? recording.size_mb)}</span>
        {freeMinutes !== null && <span>{t('record.room', { room: lengthText(freeMinutes * 60, t) })}</span>}
        {(state?.reconnects ?? 0) > 0 && (
          <span>{t('record.reconnects', { count: state?.reconnects ?? 0 })}</span>
        )}
      </p>
      <div className="active-words" role="status">
        {status === 'starting' && <p className="faint">{t('record.waiting')}</p>}
        {status === 'reconnecting' && <p className="attention">{t('record.source_away')}</p>}
        {status === 'paused' && <p className="attention">{t('record.paused')}</p>}
        {state?.alarms.map((alarm) => (
          <p key={alarm} className="attention">
            {t(`alarm.${alarm}`)}
          </p>
        ))}
      </div>
      {failure !== undefined && <FailureText failure={failure} />}
      <div className="actions">
        <button type="button" className="button stop" disabled={isStopping} onClick={() => void stop()}>
          {t(isStopping ? 'record.stopping' : 'record.stop')}
        </button>
        {(canPause || status === 'paused') && (
          <button
            type="button"
            className="button"
            disabled={isStopping || isSwitching}
            onClick={() => void pauseOrResume()}
          >
            {t(canPause ? 'record.pause' : 'record.resume')}
          </button>
        )}
        {hasPicture && (
          <Link to={{ screen: 'lesson', recordingId: id, atSec: undefined }} className="button">
            {t('record.watch')}
          </Link>
        )}
      </div>
    </section>
  );
}
