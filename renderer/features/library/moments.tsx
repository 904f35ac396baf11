/** Where in a lesson the words were found: a click goes there. */
import { IconBookmark, IconMessage, IconPresentation, IconTypography } from '@tabler/icons-react';
import { useState } from 'react';
import type { Moment } from '../../../contract/search.ts';
import { lessonPath } from '../../app/paths.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { clockText } from '../../ui/format.ts';
import { Highlighted } from '../../ui/highlighted.tsx';
import classes from './moments.module.css';
import type { FoundLesson } from './lesson-rows.ts';

const icons = {
  title: IconTypography,
  chapter: IconBookmark,
  slide: IconPresentation,
  chat: IconMessage,
} as const satisfies Record<Moment['kind'], unknown>;

/** Those that show before somebody asks for the rest. */
const shownAtFirst = 3;

export function Moments({ lesson, tabIndex }: { lesson: FoundLesson; tabIndex: number }) {
  const { t } = useLanguage();
  const [isOpen, setIsOpen] = useState(false);
  const moments = lesson.moments.filter(({ kind }) => kind !== 'title');
  if (moments.length === 0) return null;
  const shown = isOpen ? moments : moments.slice(0, shownAtFirst);
  return (
    <ul className={classes.moments} aria-label={t('library.moments')}>
      {shown.map((moment) => (
        <li key={`${moment.kind} ${moment.time} ${moment.text}`}>
          <MomentLink recordingId={lesson.recording_id} moment={moment} tabIndex={tabIndex} />
        </li>
      ))}
      {shown.length < moments.length && (
        <li>
          <button type="button" className={classes.rest} tabIndex={tabIndex} onClick={() => setIsOpen(true)}>
            {t('library.more_moments', { count: moments.length - shown.length })}
          </button>
        </li>
      )}
    </ul>
  );
}

function MomentLink(props: { recordingId: string; moment: Moment; tabIndex: number }) {
  const { recordingId, moment, tabIndex } = props;
  const { t } = useLanguage();
  const Icon = icons[moment.kind];
  return (
    <a
      href={lessonPath(recordingId, moment.time)}
      className={classes.moment}
      tabIndex={tabIndex}
      draggable={false}
    >
      <time>{clockText(moment.time)}</time>
      <Icon stroke={1.5} role="img" aria-label={t(`moment.${moment.kind}`)} />
      <span className={classes.text}>
        <Highlighted text={moment.text} ranges={moment.highlights} />
      </span>
    </a>
  );
}
