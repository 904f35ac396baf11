import { type FormEvent, useState } from 'react';
import type { Chapter } from '../../../contract/vod.ts';
import { createChapter, deleteChapter, renameChapter } from '../../api/calls.ts';
import { type ApiFailure, failureOf } from '../../api/client.ts';
import { useNotice } from '../../app/notice.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { clockText } from '../../ui/format.ts';
import { ChapterRow } from './chapter-row.tsx';

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
  const notify = useNotice();
  const [title, setTitle] = useState('');
  const [failure, setFailure] = useState<ApiFailure>();

  const attempt = async (change: () => Promise<unknown>) => {
    setFailure(undefined);
    try {
      await change();
    } catch (error) {
      setFailure(failureOf(error));
    }
    onChanged();
  };
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim() === '') return;
    void attempt(async () => {
      await createChapter(recordingId, { start_time: Math.round(atSec * 1000) / 1000, title: title.trim() });
      setTitle('');
    });
  };
  const remove = (chapter: Chapter) =>
    attempt(async () => {
      await deleteChapter(recordingId, chapter.chapter_id);
      const { start_time, title: name, description } = chapter;
      notify({
        text: t('chapter.deleted', { title: name }),
        action: {
          label: t('lesson.undo'),
          run: () => void attempt(() => createChapter(recordingId, { start_time, title: name, description })),
        },
      });
    });
  return (
    <section className="chapters">
      <h2>{t('lesson.chapters')}</h2>
      {chapters.length === 0 && <p className="faint">{t('lesson.no_chapters')}</p>}
      <ol>
        {chapters.map((chapter) => (
          <ChapterRow
            key={chapter.chapter_id}
            chapter={chapter}
            isPlaying={atSec >= chapter.start_time && atSec < chapter.end_time}
            onSeek={onSeek}
            onRename={(name) => void attempt(() => renameChapter(recordingId, chapter.chapter_id, name))}
            onDelete={() => void remove(chapter)}
          />
        ))}
      </ol>
      <form className="add-chapter" onSubmit={add}>
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
