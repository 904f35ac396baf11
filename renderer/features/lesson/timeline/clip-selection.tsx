/** The chosen part on the timeline, with a handle at each end. */
import type { KeyboardEvent, PointerEvent } from 'react';
import { useLanguage } from '../../../i18n/language.tsx';
import { exactText, withEnd, withStart } from '../clip/clip-range.ts';
import { useLesson } from '../lesson-context.ts';
import { type TimelineView, shareOf } from './timeline-view.ts';
import classes from './timeline.module.css';

export function ClipSelection(props: { view: TimelineView; secondsUnder: (clientX: number) => number }) {
  const { view, secondsUnder } = props;
  const { t } = useLanguage();
  const { clip, durationSec, seek } = useLesson();
  const { range } = clip;
  if (range === undefined) return null;
  const left = Math.max(0, shareOf(view, range.startSec));
  const right = Math.min(1, shareOf(view, range.endSec));
  const setStart = (atSec: number) => clip.setRange(withStart(range, atSec, durationSec));
  const setEnd = (atSec: number) => clip.setRange(withEnd(range, atSec, durationSec));
  return (
    <>
      {right > left && (
        <span
          className={classes.selection}
          style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }}
        />
      )}
      <Handle
        label={t('clip.start')}
        side="start"
        atSec={range.startSec}
        share={shareOf(view, range.startSec)}
        lengthSec={durationSec}
        secondsUnder={secondsUnder}
        onChange={setStart}
        onShow={seek}
      />
      <Handle
        label={t('clip.end')}
        side="end"
        atSec={range.endSec}
        share={shareOf(view, range.endSec)}
        lengthSec={durationSec}
        secondsUnder={secondsUnder}
        onChange={setEnd}
        onShow={seek}
      />
    </>
  );
}

function Handle(props: {
  label: string;
  side: 'start' | 'end';
  atSec: number;
  share: number;
  lengthSec: number;
  secondsUnder: (clientX: number) => number;
  onChange: (atSec: number) => void;
  /** Shows the picture of that moment. */
  onShow: (atSec: number) => void;
}) {
  const { label, side, atSec, share, lengthSec, secondsUnder, onChange, onShow } = props;
  if (share < 0 || share > 1) return null;
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    onChange(secondsUnder(event.clientX));
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -0.1, ArrowDown: -0.1, ArrowRight: 0.1, ArrowUp: 0.1, PageDown: -5, PageUp: 5 }[
      event.key
    ];
    if (step === undefined) return;
    event.preventDefault();
    const to = Math.min(lengthSec, Math.max(0, atSec + (event.shiftKey ? step * 10 : step)));
    onChange(to);
    onShow(to);
  };
  return (
    <span
      className={classes.handle}
      data-side={side}
      style={{ left: `${share * 100}%` }}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.round(lengthSec)}
      aria-valuenow={Math.round(atSec * 10) / 10}
      aria-valuetext={exactText(atSec)}
      onKeyDown={press}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onPointerUp={(event) => onShow(secondsUnder(event.clientX))}
    />
  );
}
