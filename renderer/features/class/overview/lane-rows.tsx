/** The lanes of a recording: columns by minute, segments of screens and chapters, pauses and signals. To look at only. */
import type { ReactNode } from 'react';
import type { SessionLanes } from '../../../../contract/session-analysis.ts';
import { signalKinds } from '../../../../contract/analysis.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { signalSigns } from '../../../ui/signal-signs.ts';
import classes from './session-timeline.module.css';
import { type LaneName, tallest } from './minute-facts.ts';

type Minute = SessionLanes['minutes'][number];
/** A part of a column, from its foot upwards. */
type Part = {
  part: 'negative' | 'positive' | 'rest' | 'question' | 'wrong' | 'right' | 'speech';
  of: (minute: Minute) => number;
};

const moods: Part[] = [
  { part: 'negative', of: ({ negative }) => negative },
  { part: 'positive', of: ({ positive }) => positive },
  { part: 'rest', of: ({ messages, positive, negative }) => Math.max(0, messages - positive - negative) },
];
const questions: Part[] = [{ part: 'question', of: (minute) => minute.questions }];
const answers: Part[] = [
  { part: 'wrong', of: ({ wrong }) => wrong },
  { part: 'right', of: (minute) => Math.max(0, minute.answers - minute.wrong) },
];
const speech: Part[] = [{ part: 'speech', of: (minute) => minute.speech ?? 0 }];

export function LaneRow({ name, lanes }: { name: LaneName; lanes: SessionLanes }) {
  const { t } = useLanguage();
  return (
    <div className={classes.lane} data-lane={name}>
      <span className={classes.label}>{t(`overview.lane_${name}`)}</span>
      <div className={classes.graph}>{content(name, lanes)}</div>
    </div>
  );
}

function content(name: LaneName, lanes: SessionLanes): ReactNode {
  switch (name) {
    case 'messages':
      return <Columns lanes={lanes} parts={moods} most={tallest(lanes, ({ messages }) => messages)} />;
    case 'questions':
      return <Columns lanes={lanes} parts={questions} most={tallest(lanes, (minute) => minute.questions)} />;
    case 'answers':
      return <Columns lanes={lanes} parts={answers} most={tallest(lanes, (minute) => minute.answers)} />;
    case 'speech':
      return <Columns lanes={lanes} parts={speech} most={1} isShare />;
    case 'slides':
      return lanes.slides.map(({ seq, heading, ...span }) => (
        <Segment key={seq} lanes={lanes} span={span} words={heading} />
      ));
    case 'chapters':
      return lanes.chapters.map(({ chapter_id: id, title, ...span }) => (
        <Segment key={id} lanes={lanes} span={span} words={title} />
      ));
    case 'pauses':
      return lanes.pauses.map((span) => <Segment key={span.time} lanes={lanes} span={span} />);
    case 'signals':
      return <Signals lanes={lanes} />;
    default:
      return name satisfies never;
  }
}

/** @param props.isShare a part of a whole: how much of it is worth no number at its side */
function Columns(props: { lanes: SessionLanes; parts: readonly Part[]; most: number; isShare?: boolean }) {
  const { lanes, parts, most, isShare = false } = props;
  const { language } = useLanguage();
  return (
    <>
      {lanes.minutes.map((minute, at) => {
        const shown = parts.filter(({ of }) => of(minute) > 0);
        if (shown.length === 0) return null;
        const left = percent(lanes, minute.time);
        const right = percent(lanes, lanes.minutes[at + 1]?.time ?? lanes.duration);
        return (
          <span
            key={minute.time}
            className={classes.column}
            style={{ left: `${left}%`, width: `${right - left}%` }}
          >
            {shown.map(({ part, of }) => (
              <i key={part} data-part={part} style={{ height: `${(of(minute) / most) * 100}%` }} />
            ))}
          </span>
        );
      })}
      {!isShare && <span className={classes.most}>{new Intl.NumberFormat(language).format(most)}</span>}
    </>
  );
}

function Segment(props: {
  lanes: SessionLanes;
  span: { time: number; end_time: number };
  words?: string | undefined;
}) {
  const { lanes, span, words } = props;
  const left = percent(lanes, span.time);
  return (
    <span
      className={classes.segment}
      style={{ left: `${left}%`, width: `${Math.min(100, percent(lanes, span.end_time)) - left}%` }}
    >
      {words !== undefined && <span>{words}</span>}
    </span>
  );
}

function Signals({ lanes }: { lanes: SessionLanes }) {
  return lanes.signals.map(({ time, kind }, at) => {
    const known = signalKinds.find((name) => name === kind);
    if (known === undefined) return null;
    const Sign = signalSigns[known];
    return (
      // Two of a kind may begin at the same moment.
      // oxlint-disable-next-line react/no-array-index-key
      <span key={at} className={classes.signal} style={{ left: `${percent(lanes, time)}%` }}>
        <Sign size="1rem" stroke={1.5} aria-hidden="true" />
      </span>
    );
  });
}

function length({ duration }: Pick<SessionLanes, 'duration'>): number {
  return Math.max(1, duration);
}

/** Place on the width. */
export function percent(lanes: Pick<SessionLanes, 'duration'>, atSec: number): number {
  return (Math.min(atSec, length(lanes)) / length(lanes)) * 100;
}
