/** One lesson: picture, what it is, chapters, and what was not recorded. */
import { useRef, useState } from 'react';
import {
  deleteRecording,
  downloadUrl,
  lessonInfo,
  listChapters,
  recordingStatus,
  restoreRecording,
} from '../../api/calls.ts';
import { type ApiFailure, failureOf } from '../../api/client.ts';
import { useServerEvents } from '../../api/events.ts';
import { useRemote } from '../../api/use-remote.ts';
import { Link } from '../../app/link.tsx';
import { useNotice } from '../../app/notice.tsx';
import { navigate } from '../../app/route.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { clockText, dateText, megabytesText } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { statusMeaning } from '../../ui/lesson-status.ts';
import { StatusLabel } from '../../ui/status-label.tsx';
import { ChapterPanel } from './chapter-panel.tsx';
import { GapNotes } from './gap-notes.tsx';
import { Player } from './player.tsx';

export function LessonPage({ recordingId, atSec }: { recordingId: string; atSec: number | undefined }) {
  const { t, language } = useLanguage();
  const lesson = useRemote(`lesson ${recordingId}`, (signal) => lessonInfo(recordingId, signal));
  const recording = useRemote(`status ${recordingId}`, (signal) => recordingStatus(recordingId, signal));
  const chapters = useRemote(`chapters ${recordingId}`, (signal) => listChapters(recordingId, signal));
  const video = useRef<HTMLVideoElement>(null);
  const [playhead, setPlayhead] = useState(atSec ?? 0);

  const reload = () => {
    lesson.reload();
    recording.reload();
    chapters.reload();
  };
  useServerEvents({
    'library.changed': (event) => {
      if (event.recording_id === recordingId || event.recording_id === null) reload();
    },
    'recording.changed': (event) => {
      if (event.recording_id === recordingId) reload();
    },
    missed: reload,
  });
  const seek = (seconds: number) => {
    const element = video.current;
    if (element === null) return;
    element.currentTime = seconds;
    setPlayhead(seconds);
    element.focus({ preventScroll: true });
  };

  if (lesson.data === undefined) {
    return lesson.failure === undefined ? (
      <p className="faint">{t('library.loading')}</p>
    ) : (
      <div className="nothing">
        <FailureText failure={lesson.failure} />
        <Link to={{ screen: 'library', q: '' }} className="button">
          {t('lesson.back')}
        </Link>
      </div>
    );
  }
  const info = lesson.data;
  const status = recording.data?.status ?? info.status;
  const isLive = statusMeaning[status].isActive;
  const duration = Math.max(info.duration, recording.data?.duration_seconds ?? 0);
  const isPlayable = duration > 0 && info.width !== null;
  const title = info.title === '' ? t('library.untitled') : info.title;
  const facts = [
    info.teacher_name,
    info.class_name,
    info.subject,
    dateText(info.session_date, language),
    // While it is recorded the player shows how long it is; these would lag behind.
    duration > 0 && !isLive ? clockText(duration) : '',
    info.student_count > 0 ? t('lesson.student_count', { count: info.student_count }) : '',
    info.size_bytes > 0 && !isLive ? megabytesText(info.size_bytes / 1e6) : '',
  ].filter((fact) => fact !== '');

  return (
    <div className="lesson">
      <div className="lesson-main">
        {isPlayable ? (
          <Player lesson={info} isLive={isLive} videoRef={video} startAtSec={atSec} onTime={setPlayhead} />
        ) : (
          <div className="player empty">
            <p>{t(isLive ? 'record.waiting' : 'error.media_not_ready')}</p>
          </div>
        )}
        <div className="lesson-head">
          <div>
            <h1>{title}</h1>
            <p className="faint">{facts.join(' · ')}</p>
            <StatusLabel status={status} />
            {info.description !== '' && <p className="description">{info.description}</p>}
          </div>
          {!isLive && <Actions recordingId={recordingId} title={title} isPlayable={isPlayable} />}
        </div>
        {recording.data?.error !== undefined && (
          <p className="attention">{t(`error.${recording.data.error.code}`)}</p>
        )}
      </div>
      <aside className="lesson-side">
        <ChapterPanel
          recordingId={recordingId}
          chapters={chapters.data ?? []}
          atSec={playhead}
          onSeek={seek}
          onChanged={chapters.reload}
        />
        {recording.data !== undefined && <GapNotes recording={recording.data} onSeek={seek} />}
      </aside>
    </div>
  );
}

function Actions(props: { recordingId: string; title: string; isPlayable: boolean }) {
  const { recordingId, title, isPlayable } = props;
  const { t } = useLanguage();
  const notify = useNotice();
  const [failure, setFailure] = useState<ApiFailure>();

  const restore = async () => {
    try {
      await restoreRecording(recordingId);
      notify({ text: t('lesson.restored') });
    } catch (error) {
      notify({ text: t(`error.${failureOf(error).code}`) });
    }
  };
  const remove = async () => {
    setFailure(undefined);
    try {
      await deleteRecording(recordingId);
      navigate({ screen: 'library', q: '' });
      notify({
        text: t('lesson.deleted', { title }),
        action: { label: t('lesson.undo'), run: () => void restore() },
      });
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  return (
    <div className="lesson-actions">
      {isPlayable && (
        <a className="button" href={downloadUrl(recordingId)} download>
          <Icon name="download" />
          {t('lesson.download')}
        </a>
      )}
      <button type="button" className="quiet" onClick={() => void remove()}>
        <Icon name="trash" />
        {t('lesson.delete')}
      </button>
      {failure !== undefined && <FailureText failure={failure} />}
    </div>
  );
}
