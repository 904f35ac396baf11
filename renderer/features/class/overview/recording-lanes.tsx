/**
 * One recording of a session minute by minute. The mouse and the arrow keys choose a minute, whose facts stand above;
 * a click and Enter go there. All of it is in the table below as well.
 */
import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type MouseEvent, type PointerEvent, useId, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { SessionLanes } from '../../../../contract/session-analysis.ts';
import { lessonPath } from '../../../app/paths.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { clockText } from '../../../ui/format.ts';
import { ticks } from '../../lesson/timeline/timeline-view.ts';
import { LaneLegend } from './lane-legend.tsx';
import { LaneRow, percent } from './lane-rows.tsx';
import { minuteAt, minuteByKey, minuteCount, minuteFacts, shownLanes } from './minute-facts.ts';
import { MinuteReadout } from './minute-readout.tsx';
import { MinuteTable } from './minute-table.tsx';
import { minuteSpan, minuteWords } from './minute-words.ts';
import classes from './session-timeline.module.css';

/** @param props.title which one it is, where there are several */
export function RecordingLanes({ lanes, title }: { lanes: SessionLanes; title: string | undefined }) {
  const { t, language } = useLanguage();
  const [, navigate] = useLocation();
  const [minute, setMinute] = useState<number>();
  const hintId = useId();
  const axis = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const count = minuteCount(lanes);
  const current = minute === undefined ? undefined : minuteFacts(lanes, minute);
  const open = (index: number) => navigate(lessonPath(lanes.recording_id, index * 60));

  /** undefined beside the columns, where the names of the lanes stand. */
  const minuteUnder = (event: MouseEvent): number | undefined => {
    const bounds = axis.current?.getBoundingClientRect();
    if (bounds === undefined || event.clientX < bounds.left) return undefined;
    return minuteAt(lanes, (event.clientX - bounds.left) / Math.max(1, bounds.width));
  };
  const look = (event: PointerEvent) => {
    const under = minuteUnder(event);
    if (under !== undefined) setMinute(under);
  };
  const click = (event: MouseEvent) => {
    const under = minuteUnder(event);
    if (under === undefined) return;
    setMinute(under);
    // A finger has had no chance to look before: what it chose can be opened above.
    const { nativeEvent } = event;
    const isFinger = nativeEvent instanceof globalThis.PointerEvent && nativeEvent.pointerType === 'touch';
    if (!isFinger) open(under);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      open(minute ?? 0);
      return;
    }
    const next = minuteByKey(event.key, minute ?? 0, count);
    if (next === undefined) return;
    event.preventDefault();
    setMinute(next);
  };
  return (
    <div className={classes.recording}>
      {title !== undefined && <h3>{title}</h3>}
      <MinuteReadout lanes={lanes} facts={current} hintId={hintId} />
      <div
        className={classes.chart}
        role="slider"
        tabIndex={0}
        aria-label={title === undefined ? t('overview.timeline') : `${t('overview.timeline')}, ${title}`}
        aria-describedby={hintId}
        aria-valuemin={1}
        aria-valuemax={count}
        aria-valuenow={(minute ?? 0) + 1}
        aria-valuetext={valueText()}
        onFocus={() => setMinute((now) => now ?? 0)}
        onKeyDown={press}
        onPointerMove={look}
        onClick={click}
      >
        {shownLanes(lanes).map((name) => (
          <LaneRow key={name} name={name} lanes={lanes} />
        ))}
        <div className={classes.axis}>
          {ticks({ fromSec: 0, toSec: Math.max(1, lanes.duration) }, width).map((at) => (
            <time key={at} style={{ left: `${percent(lanes, at)}%` }}>
              {clockText(at)}
            </time>
          ))}
        </div>
        <div className={classes.over} ref={axis}>
          <div ref={sizeRef} />
          {lanes.gaps.map(({ time }) => (
            <span key={time} className={classes.gap} style={{ left: `${percent(lanes, time)}%` }} />
          ))}
          {current !== undefined && (
            <span
              className={classes.chosen}
              style={{
                left: `${percent(lanes, current.fromSec)}%`,
                width: `${percent(lanes, current.toSec) - percent(lanes, current.fromSec)}%`,
              }}
            />
          )}
        </div>
      </div>
      <LaneLegend lanes={lanes} />
      <MinuteTable lanes={lanes} />
    </div>
  );

  function valueText(): string {
    const facts = current ?? minuteFacts(lanes, 0);
    const { chapter, screens } = facts;
    return [
      minuteSpan(facts),
      ...(chapter === undefined ? [] : [chapter]),
      ...screens,
      ...minuteWords(facts, t, language),
    ].join(', ');
  }
}
