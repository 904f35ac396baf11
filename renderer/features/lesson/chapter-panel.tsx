import { type FormEvent, useState } from 'react';
import type { Chapter } from '../../../contract/vod.ts';
import { createChapter } from '../../api/calls.ts';
import { type ApiFailure, failureOf } from '../../api/client.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { clockText } from '../../ui/format.ts';

/** Chapters of the lesson; the one that plays is marked, a click goes there, a new one begins where the playhead is. */
export function ChapterPanel(props: {
  recordingId: string;
  chapters: Chapter[];
  atSec: number;
  onSeek: (seconds: number) => void;
  onChanged: () => void;
}) {
  const { recordingId, chapters, atSec, onSeek, onChanged } = props;
  const { t } = useLanguage();
  const [title, setTitle] = useState('');
  const [failure, setFailure] = useState<ApiFailure>();

  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (title.trim() === '') return;
    setFailure(undefined);
    try {
      await createChapter(recordingId, { start_time: Math.round(atSec * 1000) / 1000, title: title.trim() });
      setTitle('');
      onChanged();
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  return (
    <section className="chapters">
      <h2>{t('lesson.chapters')}</h2>
      {chapters.length === 0 && <p className="faint">{t('lesson.no_chapters')}</p>}
      <ol>
        {chapters.map((chapter) => (
          <li key={chapter.chapter_id}>
            <button
              type="button"
              aria-current={atSec >= chapter.start_time && atSec < chapter.end_time ? 'true' : undefined}
              onClick={() => onSeek(chapter.start_time)}
            >
              <time>{clockText(chapter.start_time)}</time>
              <span>{chapter.title}</span>
            </button>
          </li>
        ))}
      </ol>
      <form onSubmit={(event) => void add(event)}>
        <input
          value={title}
          maxLength={300}
          placeholder={t('lesson.chapter_title')}
          aria-label={t('lesson.chapter_title')}
          onChange={(event) => setTitle(event.target.value)}
        />
        <button type="submit" className="button" disabled={title.trim() === ''}>
          {t('lesson.add_chapter', { time: clockText(atSec) })}
        </button>
      </form>
      {failure !== undefined && <FailureText failure={failure} />}
    </section>
  );
}
