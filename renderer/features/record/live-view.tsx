/** The lesson as it is being recorded: live and silent, with the way back to what was just said. */
import { Button, Tooltip } from '@mantine/core';
import { IconDeviceTv, IconHeadphones, IconRewindBackward30 } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Chapter } from '../../../contract/vod.ts';
import { useConnection } from '../../api/events.ts';
import { streamUrl } from '../../api/vod.ts';
import { useShortcuts } from '../../app/shortcuts.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { clockText } from '../../ui/format.ts';
import { useHls } from '../lesson/use-hls.ts';
import { LevelMeter } from './level-meter.tsx';
import classes from './live-view.module.css';
import { useLivePlayer } from './use-live-player.ts';
import { useAudioGraph, useLiveMeter } from './use-live-sound.ts';

/** The player has asked often enough by itself before. */
const retryMs = 3000;

/** @param props.note stands over the picture, e.g. while paused */
export function LiveView(props: {
  recordingId: string;
  title: string;
  marks: readonly Chapter[];
  note: string | undefined;
  isRecording: boolean;
  /** Something has been recorded that can be played. */
  hasMedia: boolean;
  /** The source has no sound track. */
  isSilent: boolean;
}) {
  const { recordingId, title, marks, note, isRecording, hasMedia, isSilent } = props;
  const { t } = useLanguage();
  const video = useRef<HTMLVideoElement>(null);
  const [isAudible, setIsAudible] = useState(false);
  const [isHidden, setIsHidden] = useState(false);
  const player = useLivePlayer(video);
  const hls = useHls(video, {
    src: streamUrl(recordingId),
    revision: hasMedia ? 1 : 0,
    isLive: true,
    startAtSec: undefined,
  });
  const graph = useAudioGraph(video, hasMedia);
  const isLive = player.mode.kind === 'live';
  const meter = useLiveMeter(recordingId, video, graph, isLive && isRecording);
  useEffect(() => {
    if (graph !== undefined) graph.setAudible(isAudible);
    else if (video.current !== null) video.current.muted = !isAudible;
  }, [graph, isAudible]);

  // After the core was away the stream is asked for again.
  const isConnected = useConnection() === 'open';
  const { hasFailed, tryAgain } = hls;
  useEffect(() => {
    if (!isConnected || !hasFailed) return undefined;
    const timer = setTimeout(tryAgain, retryMs);
    return () => clearTimeout(timer);
  }, [isConnected, hasFailed, tryAgain]);

  useShortcuts('record.keys_live', [
    { keys: ['B'], label: 'record.key_replay', perform: player.replay },
    { keys: ['L'], label: 'record.key_live', perform: player.goLive },
  ]);

  const { positionSec, edgeSec, lagSec } = player.clock;
  const hasPicture = edgeSec > 0;
  // What a player must stay behind is not 'behind' to anybody who watches.
  const shownSec = isLive ? edgeSec : Math.min(positionSec, edgeSec);
  const behindSec = Math.max(0, edgeSec - lagSec - positionSec);
  const position = isLive
    ? t('record.live_now')
    : t('record.live_behind', { time: clockText(positionSec), behind: clockText(behindSec) });
  return (
    <div className={classes.live}>
      <div className={classes.frame} data-hidden={isHidden || undefined}>
        {hasMedia && (
          <video
            ref={video}
            className={classes.video}
            aria-label={t('record.live_picture', { title })}
            autoPlay
            muted
            playsInline
          />
        )}
        {isHidden && <p className={classes.note}>{t('record.live_hidden')}</p>}
        {!isHidden && !hasPicture && <p className={classes.note}>{note ?? t('record.live_coming')}</p>}
        {!isHidden && hasPicture && note !== undefined && <p className={classes.note}>{note}</p>}
        {hasPicture && !isHidden && (
          <span className={classes.badge} data-live={isLive || undefined}>
            {player.mode.kind === 'replay'
              ? t('record.live_replay')
              : isLive
                ? t('record.live_now')
                : `−${clockText(behindSec)}`}
          </span>
        )}
      </div>
      <div className={classes.seek}>
        <div className={classes.ticks} aria-hidden="true">
          {hasPicture &&
            marks.map(({ chapter_id: id, start_time: at }) => (
              <span key={id} style={{ '--at': Math.min(1, at / edgeSec) }} />
            ))}
        </div>
        <input
          type="range"
          aria-label={t('record.live_seek')}
          aria-valuetext={position}
          min={0}
          max={Math.max(1, edgeSec)}
          step={1}
          value={shownSec}
          disabled={!hasPicture}
          style={{ '--filled': edgeSec > 0 ? shownSec / edgeSec : 1 }}
          onChange={(event) => player.seek(event.currentTarget.valueAsNumber)}
        />
      </div>
      <div className={classes.controls}>
        <Button
          variant="default"
          size="sm"
          leftSection={<IconRewindBackward30 size="1.25rem" stroke={1.5} aria-hidden="true" />}
          disabled={!hasPicture}
          onClick={player.replay}
        >
          {t('record.replay')}
        </Button>
        {!isLive && (
          <Button variant="subtle" size="sm" onClick={player.goLive}>
            {t('record.to_live')}
          </Button>
        )}
        <span className={classes.where}>{isLive ? '' : position}</span>
        <Tooltip label={t('record.sound_listen_hint')} multiline>
          <Button
            variant={isAudible ? 'light' : 'subtle'}
            size="sm"
            aria-pressed={isAudible}
            leftSection={<IconHeadphones size="1.25rem" stroke={1.5} aria-hidden="true" />}
            onClick={() => setIsAudible((last) => !last)}
          >
            {t('record.sound_listen')}
          </Button>
        </Tooltip>
        <Tooltip label={t('record.picture_show_hint')} multiline>
          <Button
            variant={isHidden ? 'subtle' : 'light'}
            size="sm"
            aria-pressed={!isHidden}
            leftSection={<IconDeviceTv size="1.25rem" stroke={1.5} aria-hidden="true" />}
            onClick={() => setIsHidden((last) => !last)}
          >
            {t('record.picture_show')}
          </Button>
        </Tooltip>
      </div>
      <LevelMeter meter={isSilent || !isRecording ? undefined : meter} isOff={isSilent} />
    </div>
  );
}
