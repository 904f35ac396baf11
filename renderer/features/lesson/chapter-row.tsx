import { type KeyboardEvent, useState } from 'react';
import type { Chapter } from '../../../contract/vod.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { clockText } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';

/** One chapter: a click goes there; its name is changed where it stands. */
export function ChapterRow(props: {
  chapter: Chapter;
  isPlaying: boolean;
  onSeek: (seconds: number) => void;
  onRename: (title: string) => void;
  onDelete: () => void;
}) {
  const { chapter, isPlaying, onSeek, onRename, onDelete } = props;
  const { t } = useLanguage();
  const [isEditing, setIsEditing] = useState(false);
  const { title } = chapter;
  if (isEditing) {
    return (
      <li>
        <EditTitle
          title={title}
          onDone={(next) => {
            setIsEditing(false);
            if (next !== undefined && next !== title) onRename(next);
          }}
        />
      </li>
    );
  }
  return (
    <li>
      <button
        type="button"
        className="go"
        aria-current={isPlaying ? 'true' : undefined}
        onClick={() => onSeek(chapter.start_time)}
      >
        <time>{clockText(chapter.start_time)}</time>
        <span>{title}</span>
      </button>
      <span className="row-tools">
        <button
          type="button"
          className="tool"
          aria-label={t('chapter.rename', { title })}
          title={t('chapter.rename', { title })}
          onClick={() => setIsEditing(true)}
        >
          <Icon name="pencil" />
        </button>
        <button
          type="button"
          className="tool"
          aria-label={t('chapter.delete', { title })}
          title={t('chapter.delete', { title })}
          onClick={onDelete}
        >
          <Icon name="trash" />
        </button>
      </span>
    </li>
  );
}

/** @param props.onDone undefined: as it was */
function EditTitle(props: { title: string; onDone: (title: string | undefined) => void }) {
  const { t } = useLanguage();
  const [text, setText] = useState(props.title);
  const cancelOnEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') props.onDone(undefined);
  };
  return (
    <form
      className="edit-title"
      onSubmit={(event) => {
        event.preventDefault();
        props.onDone(text.trim() === '' ? undefined : text.trim());
      }}
    >
      <input
        // Who asked to change the name wants to type.
        autoFocus
        value={text}
        maxLength={300}
        aria-label={t('lesson.chapter_title')}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={cancelOnEscape}
      />
      <button type="submit" className="button">
        {t('chapter.save')}
      </button>
      <button type="button" className="quiet" onClick={() => props.onDone(undefined)}>
        {t('chapter.cancel')}
      </button>
    </form>
  );
}
