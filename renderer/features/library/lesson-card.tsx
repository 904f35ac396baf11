/**
 * One lesson of the library, as a card or as a line. Many are drawn while one scrolls: it stands on bare elements, and
 * the list answers to clicks on its links.
 */
import { IconDots, IconPinFilled } from '@tabler/icons-react';
import { memo, useId } from 'react';
import { lessonPath } from '../../app/paths.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { clockText, dateText, lengthText, wallClockText } from '../../ui/format.ts';
import { Highlighted } from '../../ui/highlighted.tsx';
import { LessonThumbnail } from '../../ui/lesson-thumbnail.tsx';
import { statusMeaning } from '../../ui/lesson-status.ts';
import { dayText } from './calendar.ts';
import { titleOf } from './lesson-actions.ts';
import classes from './lesson-card.module.css';
import { LessonState, LiveBadge } from './lesson-state.tsx';
import type { FoundLesson } from './lesson-rows.ts';
import { Moments } from './moments.tsx';
import type { LibraryView } from './use-library-view.ts';

/** One object for all cards, so that a card is drawn anew only when it changes itself. */
export type CardEvents = {
  /** A click, with what was held down. */
  choose: (id: string, how: 'one' | 'range') => void;
  showMenu: (id: string, at: { x: number; y: number }, trigger: HTMLElement) => void;
  focused: (id: string) => void;
};

type Props = {
  lesson: FoundLesson;
  view: LibraryView;
  /** `YYYY-MM-DD` */
  today: string;
  isSelected: boolean;
  /** Something is chosen: a box shows on every card. */
  isSelecting: boolean;
  /** The one that Tab leads to; arrow keys lead from one to the next. */
  isTabStop: boolean;
  position: number;
  /** −1: more than anybody has counted. */
  total: number;
  events: CardEvents;
};

export const LessonCard = memo(function LessonCard(props: Props) {
  const { lesson, view, today, isSelected, isSelecting, isTabStop, position, total, events } = props;
  const { t } = useLanguage();
  const factsId = useId();
  const { recording_id: id } = lesson;
  const title = titleOf(lesson, t);
  const isLive = statusMeaning[lesson.status].isActive;
  const tabIndex = isTabStop ? 0 : -1;
  const people = [lesson.subject, lesson.class_name, lesson.teacher_name].filter((part) => part !== '');
  const inTitle = lesson.moments.find(({ kind }) => kind === 'title');
  return (
    <li
      className={classes.card}
      data-view={view}
      data-lesson={id}
      data-selected={isSelected}
      data-selecting={isSelecting}
      aria-posinset={position}
      aria-setsize={total}
      onFocus={() => events.focused(id)}
      onContextMenu={(event) => {
        event.preventDefault();
        const trigger = event.currentTarget.querySelector<HTMLElement>('[data-main]');
        if (trigger !== null) events.showMenu(id, { x: event.clientX, y: event.clientY }, trigger);
      }}
      // A range that is chosen with the mouse is not a piece of text.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
    >
      <div className={classes.body}>
        {/* For the mouse; everybody else has the title. */}
        <a
          href={lessonPath(id)}
          className={classes.picture}
          tabIndex={-1}
          aria-hidden="true"
          draggable={false}
        >
          <LessonThumbnail lesson={lesson} width={view === 'grid' ? 640 : 320}>
            {isLive ? (
              <LiveBadge lesson={lesson} />
            ) : (
              lesson.duration > 0 && <span className={classes.length}>{clockText(lesson.duration)}</span>
            )}
          </LessonThumbnail>
        </a>
        <div className={classes.words}>
          <a
            href={lessonPath(id)}
            className={classes.title}
            tabIndex={tabIndex}
            aria-describedby={factsId}
            data-main
            draggable={false}
          >
            {inTitle === undefined ? title : <Highlighted text={inTitle.text} ranges={inTitle.highlights} />}
          </a>
          <div id={factsId} className={classes.facts}>
            {people.length > 0 && <span className={classes.people}>{people.join(' · ')}</span>}
            <span className={classes.when}>
              {lesson.is_kept && (
                <IconPinFilled className={classes.pin} role="img" aria-label={t('library.kept_for_good')} />
              )}
              <LessonTime lesson={lesson} today={today} />
              {lesson.duration > 0 && (
                <span className={classes.spoken}>
                  {t('library.lasts', { length: lengthText(lesson.duration, t) })}
                </span>
              )}
              {isLive && <span className={classes.spoken}>{t(`status.${lesson.status}`)}</span>}
              <LessonState lesson={lesson} />
            </span>
            {lesson.tags.length > 0 && (
              <span className={classes.tags}>
                {lesson.tags.map((tag) => (
                  <span key={tag} className={classes.tag}>
                    {tag}
                  </span>
                ))}
              </span>
            )}
          </div>
          <button
            type="button"
            className={classes.more}
            tabIndex={tabIndex}
            aria-label={t('library.more_for', { title })}
            aria-haspopup="menu"
            onClick={(event) => {
              const { left, bottom } = event.currentTarget.getBoundingClientRect();
              events.showMenu(id, { x: left, y: bottom + 4 }, event.currentTarget);
            }}
          >
            <IconDots stroke={1.5} aria-hidden="true" />
          </button>
        </div>
      </div>
      <label className={classes.check}>
        <input
          type="checkbox"
          checked={isSelected}
          tabIndex={tabIndex}
          aria-label={t('library.choose', { title })}
          onChange={(event) => {
            const { shiftKey } = event.nativeEvent as unknown as globalThis.MouseEvent;
            events.choose(id, shiftKey ? 'range' : 'one');
          }}
        />
      </label>
      <Moments lesson={lesson} tabIndex={tabIndex} />
    </li>
  );
});

/** Under 'today' the day is known; what tells lessons apart is the hour. */
function LessonTime({ lesson, today }: { lesson: FoundLesson; today: string }) {
  const { language } = useLanguage();
  const { session_date: day, created_at: createdAt } = lesson;
  const isOfToday = day === today && day === dayText(new Date(createdAt));
  return isOfToday ? (
    <time dateTime={createdAt}>{wallClockText(createdAt, language)}</time>
  ) : (
    <time dateTime={day}>{dateText(day, language)}</time>
  );
}
