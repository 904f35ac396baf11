import { useState } from 'react';
import type { Moment, SearchReply } from '../../../contract/search.ts';
import { thumbnailUrl } from '../../api/calls.ts';
import { Link } from '../../app/link.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { clockText, dateText } from '../../ui/format.ts';
import { Highlighted } from '../../ui/highlighted.tsx';
import { Icon } from '../../ui/icon.tsx';
import { statusMeaning } from '../../ui/lesson-status.ts';
import { StatusLabel } from '../../ui/status-label.tsx';

type FoundLesson = SearchReply['items'][number];

/** One lesson: picture, title, who and when, state in words; under a search the moments that were found. */
export function LessonCard({ lesson }: { lesson: FoundLesson }) {
  const { t, language } = useLanguage();
  const title = lesson.title === '' ? t('library.untitled') : lesson.title;
  const people = [lesson.teacher_name, lesson.class_name, lesson.subject].filter((part) => part !== '');
  const inTitle = lesson.moments.find((moment) => moment.kind === 'title');
  const others = lesson.moments.filter((moment) => moment.kind !== 'title');
  return (
    <li className="card">
      <Link
        to={{ screen: 'lesson', recordingId: lesson.recording_id, atSec: undefined }}
        className="card-link"
        label={title}
      >
        <Thumbnail lesson={lesson} />
        <h2>
          {inTitle === undefined ? title : <Highlighted text={inTitle.text} ranges={inTitle.highlights} />}
        </h2>
        {people.length > 0 && <p>{people.join(' · ')}</p>}
        <p className="card-foot">
          <span className="faint">{dateText(lesson.session_date, language)}</span>
          <StatusLabel status={lesson.status} />
        </p>
      </Link>
      {others.length > 0 && (
        <ul className="moments">
          {others.map((moment) => (
            <li key={`${moment.kind} ${moment.time} ${moment.text}`}>
              <MomentLink recordingId={lesson.recording_id} moment={moment} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function MomentLink({ recordingId, moment }: { recordingId: string; moment: Moment }) {
  const { t } = useLanguage();
  return (
    <Link to={{ screen: 'lesson', recordingId, atSec: moment.time }} className="moment">
      <time>{clockText(moment.time)}</time>
      <span className="faint">{t(`moment.${moment.kind}`)}</span>
      <span className="moment-text">
        <Highlighted text={moment.text} ranges={moment.highlights} />
      </span>
    </Link>
  );
}

function Thumbnail({ lesson }: { lesson: FoundLesson }) {
  const { t } = useLanguage();
  const { isActive } = statusMeaning[lesson.status];
  // The picture of a lesson that runs changes; after it ended the address stays and is cached.
  const url =
    thumbnailUrl(lesson.recording_id, 480) + (isActive ? `&at=${Math.floor(lesson.duration / 30)}` : '');
  const [brokenUrl, setBrokenUrl] = useState<string>();
  return (
    <span className="thumb">
      {brokenUrl === url ? (
        <span className="no-picture">
          <Icon name="film" />
          {t('library.no_picture')}
        </span>
      ) : (
        <img src={url} alt="" loading="lazy" onError={() => setBrokenUrl(url)} />
      )}
      {lesson.duration > 0 && <span className="length">{clockText(lesson.duration)}</span>}
    </span>
  );
}
