/** Which screens of a lesson are shown, which one is in the picture, and what to say when there are none. Pure. */
import type { Slide } from '../../../../contract/vod.ts';
import type { FailureCode } from '../../../api/client.ts';
import type { StageState } from '../analysis/analysis-data.ts';
import { containsAll } from '../panels/search-words.ts';

/** Changes of the picture are found on key frames, which lie up to two seconds apart. */
const fuzzySec = 0.5;

/** @param query words that must all stand on the screen, initials too; empty: every screen */
export function slidesWith(slides: readonly Slide[], query: string): Slide[] {
  return slides.filter(({ text, heading }) => containsAll(`${heading}\n${text}`, query));
}

/** The screen in the picture; undefined between screens, as while a camera is shown. */
export function slideAt(slides: readonly Slide[], atSec: number): Slide | undefined {
  const slide = slides.findLast(({ time }) => time <= atSec + 0.05);
  return slide !== undefined && atSec < slide.end_time + fuzzySec ? slide : undefined;
}

/** Everything that stands on the screens, to be pasted somewhere else. @param clock says a position */
export function slideTexts(slides: readonly Slide[], clock: (seconds: number) => string): string {
  return slides
    .filter(({ text }) => text !== '')
    .map(({ time, text }) => `[${clock(time)}]\n${text}`)
    .join('\n\n');
}

export type SlidesStanding =
  | { is: 'live' | 'loading' | 'off' | 'unasked' | 'waiting' | 'cancelled' | 'none' }
  | { is: 'finding'; progress: number; etaSec: number | null }
  | { is: 'failed'; code: FailureCode }
  /** `reading`: screens whose text is still to come. */
  | { is: 'some'; reading: { read: number; total: number } | undefined; hasReadingFailed: boolean };

/** @param lesson.isOn lessons are analysed by themselves */
export function slidesStanding(lesson: {
  slides: readonly Slide[] | undefined;
  finding: StageState | undefined;
  reading: StageState | undefined;
  isLive: boolean;
  isLoading: boolean;
  isOn: boolean;
}): SlidesStanding {
  const { slides, finding, reading, isLive, isLoading, isOn } = lesson;
  if (slides !== undefined && slides.length > 0) {
    const read = slides.filter((slide) => slide.is_read).length;
    return {
      is: 'some',
      reading: read < slides.length ? { read, total: slides.length } : undefined,
      hasReadingFailed: read < slides.length && reading?.state === 'failed',
    };
  }
  if (isLive) return { is: 'live' };
  if (isLoading || slides === undefined) return { is: 'loading' };
  const state = finding?.state;
  switch (state) {
    case 'running':
      return { is: 'finding', progress: finding?.progress ?? 0, etaSec: finding?.eta_seconds ?? null };
    case 'failed':
      return { is: 'failed', code: finding?.error?.code ?? 'analysis_failed' };
    case 'queued':
      return { is: 'waiting' };
    case 'done':
      return { is: 'none' };
    case 'cancelled':
      return { is: 'cancelled' };
    case 'off':
      return { is: 'off' };
    case 'none':
    case undefined:
      return { is: isOn ? 'unasked' : 'off' };
    default:
      return state satisfies never;
  }
}
