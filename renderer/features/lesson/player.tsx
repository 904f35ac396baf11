/** The picture with its qualities. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { LessonInfo } from '../../../contract/vod.ts';
import { streamUrl, thumbnailUrl } from '../../api/calls.ts';
import { useLanguage } from '../../i18n/language.tsx';
import type { Quality } from './hls-session.ts';
import { useHls } from './use-hls.ts';

export function Player(props: {
  lesson: LessonInfo;
  isLive: boolean;
  videoRef: RefObject<HTMLVideoElement | null>;
  startAtSec: number | undefined;
  onTime: (seconds: number) => void;
}) {
  const { lesson, isLive, videoRef, startAtSec, onTime } = props;
  const { t } = useLanguage();
  const revision = useRevision(lesson.resolutions.length, videoRef);
  const player = useHls(videoRef, { src: streamUrl(lesson.recording_id), revision, isLive, startAtSec });

  useEffect(() => {
    const video = videoRef.current;
    if (startAtSec !== undefined && video !== null && video.readyState > 0) video.currentTime = startAtSec;
  }, [startAtSec, videoRef]);

  const toNow = () => {
    const video = videoRef.current;
    if (video === null || video.seekable.length === 0) return;
    video.currentTime = Math.max(0, video.seekable.end(video.seekable.length - 1) - 2);
    void video.play();
  };
  return (
    <div className="player">
      {/* Lessons have no captions to offer: nothing has been transcribed. */}
      <video
        ref={videoRef}
        controls
        playsInline
        poster={isLive ? undefined : thumbnailUrl(lesson.recording_id, 1280)}
        onTimeUpdate={(event) => onTime(event.currentTarget.currentTime)}
        onSeeking={(event) => onTime(event.currentTarget.currentTime)}
      />
      {player.hasFailed && (
        <div className="player-failure" role="alert">
          <p>{t('lesson.not_playable')}</p>
          <button type="button" className="button" onClick={player.tryAgain}>
            {t('lesson.retry')}
          </button>
        </div>
      )}
      <div className="player-foot">
        {isLive && (
          <>
            <span className="faint">{t('lesson.live')}</span>
            <button type="button" className="quiet" onClick={toNow}>
              {t('lesson.to_live')}
            </button>
          </>
        )}
        <QualityMenu {...player} onChoose={player.choose} />
      </div>
    </div>
  );
}

function QualityMenu(props: {
  qualities: Quality[];
  chosen: number;
  shown: number;
  onChoose: (level: number) => void;
}) {
  const { qualities, chosen, shown, onChoose } = props;
  const { t } = useLanguage();
  if (qualities.length < 2) return null;
  const words = (name: string) => (name === 'source' ? t('lesson.source') : name);
  const now = qualities.find(({ level }) => level === shown);
  return (
    <label className="quality">
      <span>{t('lesson.quality')}</span>
      <select value={chosen} onChange={(event) => onChoose(Number(event.target.value))}>
        <option value={-1}>
          {now === undefined || chosen !== -1
            ? t('lesson.auto')
            : t('lesson.auto_now', { name: words(now.name) })}
        </option>
        {qualities.map(({ level, name }) => (
          <option key={level} value={level}>
            {words(name)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Counts changes of `value`, holding them back while the video plays: nobody's lesson stutters for a new quality. */
function useRevision(value: number, videoRef: RefObject<HTMLVideoElement | null>): number {
  const [revision, setRevision] = useState(0);
  const applied = useRef(value);
  useEffect(() => {
    const video = videoRef.current;
    if (value === applied.current || video === null) return undefined;
    const apply = () => {
      applied.current = value;
      setRevision((last) => last + 1);
    };
    if (video.paused) {
      apply();
      return undefined;
    }
    const waiting = new AbortController();
    const { signal } = waiting;
    // At the end 'pause' comes before 'ended', which would be lost with the session.
    video.addEventListener('pause', () => !video.ended && apply(), { signal });
    video.addEventListener('ended', apply, { signal });
    return () => waiting.abort();
  }, [value, videoRef]);
  return revision;
}
