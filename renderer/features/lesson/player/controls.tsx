/** The row of buttons below the picture. */
import { Button, Menu } from '@mantine/core';
import {
  IconBadgeCc,
  IconMaximize,
  IconMinimize,
  IconPictureInPicture,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconArrowBounce,
  IconRewindBackward10,
  IconRewindForward10,
  IconVolume,
  IconVolume2,
  IconVolumeOff,
} from '@tabler/icons-react';
import { useMediaSelector } from 'media-chrome/react/media-store';
import type { ReactNode } from 'react';
import { useLanguage } from '../../../i18n/language.tsx';
import { clockText } from '../../../ui/format.ts';
import { currentIndex } from '../chapter-list.ts';
import { useChapters } from '../lesson-data.ts';
import type { Quality } from '../hls-session.ts';
import { useLesson } from '../lesson-context.ts';
import { ControlButton } from './control-button.tsx';
import { speeds } from './playback-speed.ts';
import classes from './player.module.css';
import { SeekBar } from './seek-bar.tsx';
import { useIdle } from './use-idle.ts';
import { usePlayerCommands } from './use-player-commands.ts';
import { useSkipSilence } from './use-skip-silence.ts';

type Qualities = { qualities: Quality[]; chosen: number; shown: number; choose: (level: number) => void };

export function PlayerControls({ quality, durationSec }: { quality: Qualities; durationSec: number }) {
  const { t } = useLanguage();
  const { isLive } = useLesson();
  const commands = usePlayerCommands();
  const knownSec = useMediaSelector<number>((state) => state.mediaDuration ?? Number.NaN);
  const lengthSec = Number.isFinite(knownSec) && knownSec > 0 ? knownSec : durationSec;
  const isPaused = useMediaSelector<boolean>((state) => state.mediaPaused !== false);
  const isFull = useMediaSelector<boolean>((state) => state.mediaIsFullscreen === true);
  const isPip = useMediaSelector<boolean>((state) => state.mediaIsPip === true);
  const canPip = useMediaSelector<boolean>((state) => state.mediaPipUnavailable === undefined);
  const captions = useMediaSelector<number>((state) => state.mediaSubtitlesList?.length ?? 0);
  const hasCaptions = useMediaSelector<boolean>((state) => (state.mediaSubtitlesShowing?.length ?? 0) > 0);
  useIdle();
  return (
    <div className={classes.controls}>
      <SeekBar durationSec={lengthSec} />
      <div className={classes.row}>
        <ControlButton
          label={t(isPaused ? 'player.play' : 'player.pause')}
          hint="Space"
          size="xl"
          onClick={commands.toggle}
        >
          {isPaused ? (
            <IconPlayerPlayFilled className={classes.playIcon} />
          ) : (
            <IconPlayerPauseFilled className={classes.playIcon} />
          )}
        </ControlButton>
        <ControlButton label={t('keys.back_10')} hint="J" onClick={() => commands.seekBy(-10)}>
          <IconRewindBackward10 />
        </ControlButton>
        <ControlButton label={t('keys.forward_10')} hint="L" onClick={() => commands.seekBy(10)}>
          <IconRewindForward10 />
        </ControlButton>
        <TimeNow lengthSec={lengthSec} />
        {isLive && <LiveButton lengthSec={lengthSec} onClick={commands.toLive} />}
        <ChapterNow />
        <Volume />
        <SkipSilence />
        <SpeedMenu />
        <QualityMenu {...quality} />
        {captions > 0 && (
          <ControlButton
            label={t('player.captions')}
            isPressed={hasCaptions}
            onClick={commands.toggleCaptions}
          >
            <IconBadgeCc />
          </ControlButton>
        )}
        {canPip && (
          <ControlButton label={t('keys.pip')} hint="I" isPressed={isPip} onClick={commands.togglePip}>
            <IconPictureInPicture />
          </ControlButton>
        )}
        <ControlButton
          label={t(isFull ? 'player.leave_fullscreen' : 'keys.fullscreen')}
          hint="F"
          onClick={commands.toggleFullscreen}
        >
          {isFull ? <IconMinimize /> : <IconMaximize />}
        </ControlButton>
      </div>
    </div>
  );
}

function TimeNow({ lengthSec }: { lengthSec: number }) {
  const atSec = useMediaSelector<number>((state) => Math.floor(state.mediaCurrentTime ?? 0));
  return (
    <p className={classes.time} data-testid="time">
      <time>{clockText(atSec)}</time> <span>/ {clockText(lengthSec)}</span>
    </p>
  );
}

function ChapterNow() {
  const { id } = useLesson();
  const { chapters } = useChapters(id);
  const index = useMediaSelector<number>((state) => currentIndex(chapters, state.mediaCurrentTime ?? 0));
  return <p className={classes.chapter}>{chapters[index]?.title ?? ''}</p>;
}

/** How far behind the newest moment still counts as live, seconds. */
const liveSec = 8;

function LiveButton({ lengthSec, onClick }: { lengthSec: number; onClick: () => void }) {
  const { t } = useLanguage();
  const isNow = useMediaSelector<boolean>((state) => lengthSec - (state.mediaCurrentTime ?? 0) < liveSec);
  return (
    <button type="button" className={classes.live} data-is-now={isNow} onClick={onClick}>
      {t(isNow ? 'player.live' : 'lesson.to_live')}
    </button>
  );
}

function Volume() {
  const { t } = useLanguage();
  const commands = usePlayerCommands();
  const volume = useMediaSelector<number>((state) => state.mediaVolume ?? 1);
  const level = useMediaSelector<string>((state) => state.mediaVolumeLevel ?? 'high');
  const isOff = level === 'off';
  return (
    <div className={classes.volume}>
      <ControlButton label={t(isOff ? 'player.unmute' : 'keys.mute')} hint="V" onClick={commands.toggleMuted}>
        {isOff ? <IconVolumeOff /> : level === 'low' ? <IconVolume2 /> : <IconVolume />}
      </ControlButton>
      <input
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={isOff ? 0 : volume}
        aria-label={t('player.volume')}
        aria-valuetext={`${Math.round((isOff ? 0 : volume) * 100)}%`}
        onChange={(event) => commands.setVolume(Number(event.target.value))}
      />
    </div>
  );
}

/** Offered where there is silence to pass over; says how much that saves. */
function SkipSilence() {
  const { t } = useLanguage();
  const { skips, isOn, saved, toggle } = useSkipSilence();
  if (skips.length === 0) return null;
  return (
    <ControlButton
      label={t('player.skip_silence', { length: saved })}
      hint="S"
      isPressed={isOn}
      onClick={toggle}
    >
      <IconArrowBounce />
    </ControlButton>
  );
}

function SpeedMenu() {
  const { t } = useLanguage();
  const commands = usePlayerCommands();
  const speed = useMediaSelector<number>((state) => state.mediaPlaybackRate ?? 1);
  return (
    <ChoiceMenu
      label={t('player.speed')}
      text={`${speed}×`}
      choices={speeds.map((value) => ({ value, text: `${value}×` }))}
      chosen={speed}
      onChoose={commands.setSpeed}
    />
  );
}

function QualityMenu({ qualities, chosen, shown, choose }: Qualities) {
  const { t } = useLanguage();
  if (qualities.length < 2) return null;
  const words = (name: string) => (name === 'source' ? t('lesson.source') : name);
  const now = qualities.find(({ level }) => level === (chosen === -1 ? shown : chosen));
  const automatic =
    now === undefined || chosen !== -1 ? t('lesson.auto') : t('lesson.auto_now', { name: words(now.name) });
  return (
    <ChoiceMenu
      label={t('lesson.quality')}
      text={now === undefined ? t('lesson.auto') : words(now.name)}
      choices={[
        { value: -1, text: automatic },
        ...qualities.map(({ level, name }) => ({ value: level, text: words(name) })),
      ]}
      chosen={chosen}
      onChoose={choose}
    />
  );
}

function ChoiceMenu(props: {
  label: string;
  text: string;
  choices: { value: number; text: ReactNode }[];
  chosen: number;
  onChoose: (value: number) => void;
}) {
  const { label, text, choices, chosen, onChoose } = props;
  return (
    // In full screen nothing outside of the player can be seen.
    <Menu withinPortal={false} position="top-end" transitionProps={{ duration: 120 }}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          className={classes.menuButton ?? ''}
          aria-label={`${label}: ${text}`}
        >
          {text}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{label}</Menu.Label>
        <Menu.RadioGroup value={String(chosen)} onChange={(value) => onChoose(Number(value))}>
          {choices.map(({ value, text: words }) => (
            <Menu.RadioItem key={value} value={String(value)} closeMenuOnClick>
              {words}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
