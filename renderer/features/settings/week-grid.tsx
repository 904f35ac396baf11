/** The week at a glance: when the recorder looks for a stream. The list below it says the same in words. */
import type { Watch } from '../../../contract/recording.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { type Block, blocksOf, hoursShown, weekdayName, weekdays } from './watch-times.ts';
import classes from './week-grid.module.css';

export function WeekGrid(props: {
  watches: readonly Watch[];
  nameOf: (watch: Watch) => string;
  onChoose: (watch: Watch) => void;
}) {
  const { watches, nameOf, onChoose } = props;
  const { language } = useLanguage();
  const blocks = watches.flatMap((watch) => blocksOf(watch).map((block) => ({ watch, block })));
  const { from, to } = hoursShown(blocks.map(({ block }) => block));
  const hours = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const percent = (minute: number) => `${(100 * (minute - from * 60)) / ((to - from) * 60)}%`;
  const place = ({ fromMinute, toMinute }: Block) => ({
    top: percent(fromMinute),
    height: `calc(${percent(from * 60 + toMinute - fromMinute)} - 2px)`,
  });
  return (
    // The rows below say all of this and can be reached: here it is a picture.
    <div className={classes.week} aria-hidden="true">
      <div className={classes.head}>
        <span />
        {weekdays.map((day) => (
          <span key={day}>{weekdayName(day, language)}</span>
        ))}
      </div>
      <div className={classes.body}>
        <div className={classes.hours}>
          {hours.map((hour) => (
            <span key={hour} style={{ top: percent(hour * 60) }}>
              {hour}
            </span>
          ))}
        </div>
        {weekdays.map((day) => (
          <div key={day} className={classes.day}>
            {blocks
              .filter(({ block }) => block.day === day)
              .map(({ watch, block }) => (
                <button
                  key={`${watch.watch_id} ${block.fromMinute}`}
                  type="button"
                  tabIndex={-1}
                  className={classes.block}
                  data-off={!watch.enabled}
                  style={place(block)}
                  onClick={() => onChoose(watch)}
                >
                  {nameOf(watch)}
                </button>
              ))}
          </div>
        ))}
      </div>
    </div>
  );
}
