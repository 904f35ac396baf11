/** The lesson seen along its time: sound, chapters, screens, signals, what was missed and written; a click goes there. */
import { Skeleton } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useMediaSelector } from 'media-chrome/react/media-store';
import { type KeyboardEvent, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { LessonSignals } from '../../../../contract/analysis.ts';
import type { Gap } from '../../../../contract/recording.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { clockText } from '../../../ui/format.ts';
import { useSignals, useSpeech } from '../analysis/analysis-data.ts';
import { useChapters, useChat, useLessonJobs, useNotes, useSlides, useWaveform } from '../lesson-data.ts';
import { useLesson } from '../lesson-context.ts';
import { usePosition } from '../player/use-position.ts';
import { useScrub } from '../player/use-scrub.ts';
import { ClipSelection } from './clip-selection.tsx';
import { chapterSegments, chatDensity, gapMarks } from './lanes.ts';
import { ScreenLane, ScreenPreview, type ShownScreen } from './screen-lane.tsx';
import { SignalLane } from './signal-lane.tsx';
import { TimelineLegend } from './timeline-legend.tsx';
import { TimelineTools } from './timeline-tools.tsx';
import {
  type TimelineView,
  grown,
  isWhole,
  moved,
  revealed,
  secondsAt,
  shareOf,
  ticks,
  wholeLesson,
  zoomed,
} from './timeline-view.ts';
import classes from './timeline.module.css';
import { useGapWords } from './use-gap-words.ts';
import { WaveformCanvas } from './waveform-canvas.tsx';

const noGaps: Gap[] = [];
const noMoments: LessonSignals['moments'] = [];

export function Timeline() {
  const { id, recording, isLive, video, seek, durationSec } = useLesson();
  const { t } = useLanguage();
  const jobs = useLessonJobs(id, isLive);
  const isBeingMade = jobs.some(({ kind }) => kind === 'waveform');
  const sound = useWaveform(id, { isLive, isBeingMade });
  const speech = useSpeech();
  const { slides } = useSlides(id);
  const moments = useSignals()?.moments ?? noMoments;
  const { messages } = useChat(id);
  const gaps = recording?.gaps ?? noGaps;
  const [screen, setScreen] = useState<ShownScreen>();
  const length = Math.max(durationSec, 0.001);
  const { view, setView } = useView(length);
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const box = useRef<HTMLDivElement>(null);
  const boxRef = useMergedRef(sizeRef, box);
  const atSec = useMediaSelector<number>((state) => Math.floor(state.mediaCurrentTime ?? 0));
  const secondsUnder = (clientX: number) => {
    const bounds = box.current?.getBoundingClientRect();
    return secondsAt(view, bounds === undefined ? 0 : (clientX - bounds.left) / Math.max(1, bounds.width));
  };
  const scrub = useScrub({ secondsAt: secondsUnder, seek });
  useWheel(box, (event) => {
    const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const next = isSideways
      ? moved(view, (event.deltaX || event.deltaY) / 600, length)
      : zoomed(view, {
          factor: event.deltaY < 0 ? 1.25 : 0.8,
          aroundSec: secondsUnder(event.clientX),
          durationSec: length,
        });
    // At the ends the wheel scrolls the page, as everywhere else.
    if (next.fromSec === view.fromSec && next.toSec === view.toSec) return;
    event.preventDefault();
    setView(next);
  });
  usePosition(video, (now, isPlaying) => {
    const share = shareOf(view, now);
    box.current?.style.setProperty('--playhead', `${share * 100}%`);
    box.current?.style.setProperty('--playhead-shown', share >= 0 && share <= 1 ? '1' : '0');
    if (isPlaying) setView(revealed(view, now, length));
  });
  const press = (event: KeyboardEvent) => {
    const now = video.current?.currentTime ?? 0;
    const step = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageDown: -60, PageUp: 60 }[
      event.key
    ];
    const ends: Record<string, number> = { Home: 0, End: length };
    const to = step === undefined ? ends[event.key] : now + step;
    if (to === undefined) return;
    event.preventDefault();
    const target = Math.min(length, Math.max(0, to));
    seek(target);
    setView(revealed(view, target, length));
  };
  const zoom = (factor: number) => {
    const now = video.current?.currentTime ?? 0;
    const isSeen = now >= view.fromSec && now <= view.toSec;
    const aroundSec = isSeen ? now : (view.fromSec + view.toSec) / 2;
    setView(zoomed(view, { factor, aroundSec, durationSec: length }));
  };
  return (
    <section className={classes.timeline} aria-label={t('timeline.name')}>
      <TimelineTools
        isWhole={isWhole(view, length)}
        onZoom={zoom}
        onWhole={() => setView(wholeLesson(length))}
        legend={
          <TimelineLegend
            has={{
              speech: speech !== undefined && speech.spans.length > 0,
              clipped: speech !== undefined && speech.clipped.length > 0,
              screens: slides.length > 0,
              signals: moments.length > 0,
              chat: messages.length > 0,
              gaps: gaps.length > 0,
            }}
          />
        }
      />
      <div ref={boxRef} className={classes.box} data-testid="timeline">
        <div
          className={classes.slider}
          role="slider"
          tabIndex={0}
          aria-label={t('timeline.name')}
          aria-valuemin={0}
          aria-valuemax={Math.round(length)}
          aria-valuenow={Math.min(atSec, Math.round(length))}
          aria-valuetext={clockText(atSec)}
          onKeyDown={press}
          {...scrub}
        >
          <div className={classes.sound}>
            {sound.state === 'ready' && (
              <WaveformCanvas waveform={sound.waveform} speech={speech} view={view} width={width} />
            )}
            {sound.state === 'making' && <Skeleton height="100%" radius="sm" />}
            {sound.state === 'none' && (
              <p className={classes.noSound}>{isLive ? t('timeline.sound_later') : ''}</p>
            )}
          </div>
          <ChapterLane view={view} />
          {slides.length > 0 && (
            <ScreenLane slides={slides} view={view} secondsUnder={secondsUnder} onShow={setScreen} />
          )}
          {moments.length > 0 && <SignalLane moments={moments} view={view} width={width} />}
          <div className={classes.lower}>
            <ChatLane view={view} width={width} />
            <div className={classes.axis}>
              {ticks(view, width).map((at) => (
                <time key={at} style={{ left: `${shareOf(view, at) * 100}%` }}>
                  {clockText(at)}
                </time>
              ))}
            </div>
          </div>
        </div>
        {screen !== undefined && <ScreenPreview key={screen.slide.seq} {...screen} />}
        <GapLane view={view} gaps={gaps} startedAt={recording?.started_at ?? null} />
        <NoteLane view={view} />
        <ClipSelection view={view} secondsUnder={secondsUnder} />
        <span className={classes.playhead} />
      </div>
    </section>
  );
}

/** What is shown; a lesson that grows keeps being shown whole. */
function useView(length: number) {
  const [view, setView] = useState<TimelineView>(() => wholeLesson(length));
  const [knownLength, setKnownLength] = useState(length);
  if (length !== knownLength) {
    setKnownLength(length);
    setView(grown(view, knownLength, length));
  }
  return { view, setView };
}

/** The browser only lets a listener that says so keep the page from scrolling. */
function useWheel(box: React.RefObject<HTMLElement | null>, onWheel: (event: WheelEvent) => void): void {
  const turn = useEffectEvent(onWheel);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const listen = (event: WheelEvent) => turn(event);
    element.addEventListener('wheel', listen, { passive: false });
    return () => element.removeEventListener('wheel', listen);
  }, [box]);
}

function ChapterLane({ view }: { view: TimelineView }) {
  const { id, durationSec } = useLesson();
  const { t } = useLanguage();
  const { chapters, isSuccess } = useChapters(id);
  const segments = chapterSegments(chapters, durationSec);
  return (
    <div className={classes.chapters} aria-hidden="true">
      {isSuccess && chapters.length === 0 && (
        <span className={classes.hint}>{t('timeline.no_chapters')}</span>
      )}
      {chapters.length > 0 &&
        segments.map(({ startSec, endSec, title }) => {
          const left = Math.max(0, shareOf(view, startSec));
          const right = Math.min(1, shareOf(view, endSec));
          if (right <= 0 || left >= 1) return null;
          return (
            <span
              key={startSec}
              className={classes.chapter}
              data-is-named={title !== ''}
              style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }}
            >
              {title}
            </span>
          );
        })}
    </div>
  );
}

function ChatLane({ view, width }: { view: TimelineView; width: number }) {
  const { id } = useLesson();
  const { messages } = useChat(id);
  const times = useMemo(() => messages.map(({ time }) => time), [messages]);
  const columns = Math.max(1, Math.floor(width / 8));
  const shares = useMemo(() => chatDensity(times, view, columns), [times, view, columns]);
  return (
    <div className={classes.chat} aria-hidden="true">
      {times.length > 0 &&
        shares.map(
          (share, column) =>
            share > 0 && (
              <span
                // A column has no other name than its place.
                // oxlint-disable-next-line react/no-array-index-key
                key={column}
                style={{
                  left: `${((column + 0.5) / columns) * 100}%`,
                  opacity: 0.35 + share * 0.65,
                  height: `${30 + share * 70}%`,
                }}
              />
            ),
        )}
    </div>
  );
}

function GapLane(props: { view: TimelineView; gaps: readonly Gap[]; startedAt: string | null }) {
  const { view, gaps, startedAt } = props;
  const { seek } = useLesson();
  const words = useGapWords(startedAt);
  const marks = gapMarks(gaps, (view.toSec - view.fromSec) / 100);
  return marks
    .filter(({ atSec }) => atSec >= view.fromSec && atSec <= view.toSec)
    .map((mark) => (
      <span
        key={mark.atSec}
        className={classes.gap}
        style={{ left: `${shareOf(view, mark.atSec) * 100}%` }}
        title={words(mark)}
        aria-hidden="true"
        onPointerDown={() => seek(mark.atSec)}
      />
    ));
}

function NoteLane({ view }: { view: TimelineView }) {
  const { id, seek, openPanel } = useLesson();
  const { notes } = useNotes(id);
  return notes.map(({ note_id: noteId, time, text }) => {
    if (time === null || time < view.fromSec || time > view.toSec) return null;
    return (
      <span
        key={noteId}
        className={classes.note}
        style={{ left: `${shareOf(view, time) * 100}%` }}
        title={text}
        aria-hidden="true"
        onPointerDown={() => {
          seek(time);
          openPanel('notes');
        }}
      />
    );
  });
}
