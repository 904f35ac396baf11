/** Signs that a camera saw of the class, along the time line; a click goes there and shows what they rest on. */
import type { LessonSignals } from '../../../../contract/analysis.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { clockText } from '../../../ui/format.ts';
import { signalSigns } from '../../../ui/signal-signs.ts';
import { useLesson } from '../lesson-context.ts';
import { type SignalMark, signalMarks } from './lanes.ts';
import { type TimelineView, shareOf } from './timeline-view.ts';
import classes from './timeline.module.css';

/** Room that a sign takes, px. */
const signPx = 22;

/** @param props.width px */
export function SignalLane(props: { moments: LessonSignals['moments']; view: TimelineView; width: number }) {
  const { moments, view, width } = props;
  const { seek, openPanel } = useLesson();
  const { t } = useLanguage();
  const nearSec = ((view.toSec - view.fromSec) * signPx) / Math.max(1, width);
  const words = ({ startSec, kinds, moments: count }: SignalMark) =>
    [
      clockText(startSec),
      ...kinds.map((kind) => t(`signal.${kind}`)),
      ...(count > 1 ? [`${count}×`] : []),
    ].join(' · ');
  return (
    <div className={classes.signals} aria-hidden="true" data-testid="signals">
      {signalMarks(moments, nearSec).map((mark) => {
        const left = shareOf(view, mark.startSec);
        const right = Math.min(1, shareOf(view, mark.endSec));
        if (right < 0 || left >= 1) return null;
        const [kind] = mark.kinds;
        const Sign = kind === undefined ? undefined : signalSigns[kind];
        return (
          <span
            key={mark.startSec}
            className={classes.signal}
            style={{
              left: `${Math.max(0, left) * 100}%`,
              width: `max(1.125rem, ${(right - Math.max(0, left)) * 100}%)`,
            }}
            title={words(mark)}
            onPointerDown={(event) => {
              event.stopPropagation();
              seek(mark.startSec);
              openPanel('analysis');
            }}
          >
            {Sign !== undefined && <Sign size="0.875rem" stroke={1.75} aria-hidden="true" />}
          </span>
        );
      })}
    </div>
  );
}
