/** The lesson as a line: what was played and loaded, where chapters begin, where nothing was recorded. */
import { useMediaSelector } from 'media-chrome/react/media-store';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useLanguage } from '../../../i18n/language.tsx';
import { clockText } from '../../../ui/format.ts';
import { useChapters, useStoryboard } from '../lesson-data.ts';
import { useLesson } from '../lesson-context.ts';
import { type GapMark, chapterSegments, gapMarks, segmentAt } from '../timeline/lanes.ts';
import type { Gap } from '../../../../contract/recording.ts';
import { useGapWords } from '../timeline/use-gap-words.ts';
import { PreviewPicture } from './preview-picture.tsx';
import classes from './seek-bar.module.css';
import { tileAt } from '../../../ui/storyboard.ts';
import { usePosition } from './use-position.ts';
import { useScrub } from './use-scrub.ts';

const noGaps: Gap[] = [];

export function SeekBar({ durationSec }: { durationSec: number }) {
  const { id, recording, isLive, video, seek } = useLesson();
  const { t } = useLanguage();
  const { chapters } = useChapters(id);
  const tiles = useStoryboard(id, isLive);
  const atSec = useMediaSelector<number>((state) => Math.floor(state.mediaCurrentTime ?? 0));
  const loadedSec = useMediaSelector<number>((state) =>
    loadedUntil(state.mediaBuffered, state.mediaCurrentTime),
  );
  const bar = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<{ share: number; x: number; width: number }>();

  const length = Math.max(durationSec, 0.001);
  const segments = chapterSegments(chapters, length);
  const marks = gapMarks(recording?.gaps ?? noGaps, length / 100);
  const gapWords = useGapWords(recording?.started_at ?? null);
  const shareAt = (clientX: number) => {
    const box = bar.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return 0;
    return Math.min(1, Math.max(0, (clientX - box.left) / box.width));
  };
  const scrub = useScrub({ secondsAt: (clientX) => shareAt(clientX) * length, seek });
  usePosition(video, (now) => {
    bar.current?.style.setProperty('--at', `${Math.min(100, (now / length) * 100)}%`);
  });

  const move = (event: KeyboardEvent) => {
    const now = video.current?.currentTime ?? 0;
    const to = targetOf(event.key, now, length);
    if (to === undefined) return;
    event.preventDefault();
    seek(Math.min(length, Math.max(0, to)));
  };
  const chapterNow = segmentAt(segments, atSec)?.title ?? '';
  const hoverSec = hover === undefined ? 0 : hover.share * length;
  return (
    <div
      ref={bar}
      className={classes.bar}
      role="slider"
      tabIndex={0}
      aria-label={t('player.position')}
      aria-valuemin={0}
      aria-valuemax={Math.round(length)}
      aria-valuenow={Math.min(atSec, Math.round(length))}
      aria-valuetext={t(chapterNow === '' ? 'player.position_text' : 'player.position_in_chapter', {
        time: clockText(atSec),
        length: clockText(length),
        chapter: chapterNow,
      })}
      onKeyDown={move}
      {...scrub}
      onPointerMove={(event) => {
        scrub.onPointerMove(event);
        const box = event.currentTarget.getBoundingClientRect();
        setHover({ share: shareAt(event.clientX), x: event.clientX - box.left, width: box.width });
      }}
      onPointerLeave={() => setHover(undefined)}
    >
      <div className={classes.track} style={{ '--loaded': `${(loadedSec / length) * 100}%` }}>
        {segments.slice(1).map(({ startSec }) => (
          <span key={startSec} className={classes.notch} style={{ left: `${(startSec / length) * 100}%` }} />
        ))}
      </div>
      {marks.map((mark) => (
        <span key={mark.atSec} className={classes.gap} style={{ left: `${(mark.atSec / length) * 100}%` }} />
      ))}
      <span className={classes.thumb} />
      {hover !== undefined && (
        <Preview
          hover={hover}
          atSec={hoverSec}
          title={segmentAt(segments, hoverSec)?.title ?? ''}
          gap={gapNear(marks, hoverSec, (length * 6) / Math.max(1, hover.width))}
          gapWords={gapWords}
          tile={tileAt(tiles, hoverSec)}
        />
      )}
    </div>
  );
}

function Preview(props: {
  hover: { x: number; width: number };
  atSec: number;
  title: string;
  gap: GapMark<Gap> | undefined;
  gapWords: (mark: GapMark<Gap>) => string;
  tile: ReturnType<typeof tileAt>;
}) {
  const { hover, atSec, title, gap, gapWords, tile } = props;
  const half = Math.min(hover.width / 2, 104);
  const left = Math.min(hover.width - half, Math.max(half, hover.x));
  return (
    <div className={classes.preview} style={{ left }} aria-hidden="true" data-testid="storyboard">
      {tile !== undefined && <PreviewPicture tile={tile} />}
      {title !== '' && <span className={classes.title}>{title}</span>}
      {gap !== undefined && <span className={classes.gapWords}>{gapWords(gap)}</span>}
      <time>{clockText(atSec)}</time>
    </div>
  );
}

/** Where a key moves to, seconds; undefined: it is no key of this bar. */
function targetOf(key: string, nowSec: number, lengthSec: number): number | undefined {
  const steps: Record<string, number> = {
    ArrowLeft: -5,
    ArrowDown: -5,
    ArrowRight: 5,
    ArrowUp: 5,
    PageDown: -60,
    PageUp: 60,
  };
  const step = steps[key];
  if (step !== undefined) return nowSec + step;
  if (key === 'Home') return 0;
  return key === 'End' ? lengthSec : undefined;
}

function gapNear<G extends Gap>(marks: readonly GapMark<G>[], atSec: number, withinSec: number) {
  return marks.find((mark) => Math.abs(mark.atSec - atSec) <= withinSec);
}

/** End of the loaded piece that the playhead is in. */
function loadedUntil(buffered: readonly (readonly number[])[] | undefined, atSec = 0): number {
  const piece = buffered?.find(([from = 0, to = 0]) => from <= atSec + 0.3 && to >= atSec);
  return piece?.[1] ?? 0;
}
