/** The teacher's own notes: written at a moment or about the whole lesson, kept as they are typed. */
import { ActionIcon, Button, Textarea } from '@mantine/core';
import { IconClockOff, IconTrash } from '@tabler/icons-react';
import { useMediaSelector } from 'media-chrome/react/media-store';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Note } from '../../../../contract/vod.ts';
import { useKeptEdits } from '../../../api/kept-edits.ts';
import { noteRoute } from '../../../api/vod.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { FailureText } from '../../../ui/failure-text.tsx';
import { clockText } from '../../../ui/format.ts';
import { UnsavedMark } from '../../../ui/unsaved-mark.tsx';
import { useLesson } from '../lesson-context.ts';
import { useNotes } from '../lesson-data.ts';
import { useNoteEdits } from '../lesson-edits.ts';
import { PanelSkeleton } from './chapters-panel.tsx';
import classes from './panels.module.css';

/** A pause in typing after which what stands there is kept. */
const saveAfterMs = 800;

export function NotesPanel() {
  const { id } = useLesson();
  const { t } = useLanguage();
  const { notes, isPending, error, refetch } = useNotes(id);
  const edits = useNoteEdits(id);
  const kept = useKeptEdits();
  return (
    <div className={classes.column}>
      <NewNote onAdd={edits.add} />
      <div className={classes.scroll}>
        {isPending && <PanelSkeleton />}
        {error !== null && <FailureText failure={error} onRetry={() => void refetch()} />}
        {!isPending && error === null && notes.length === 0 && (
          <p className={classes.nothing}>{t('note.nothing')}</p>
        )}
        <ol className={classes.list} aria-label={t('panel.notes')}>
          {notes.map((note) => (
            <NoteRow
              key={note.note_id}
              note={note}
              isUnsaved={kept.has(noteRoute(id, note.note_id))}
              onSave={(text) => edits.change(note.note_id, { text })}
              onDelete={() => void edits.remove(note)}
            />
          ))}
        </ol>
      </div>
    </div>
  );
}

/** What is typed survives a closed panel, a reload and a recorder that is away. */
function draftKey(id: string): string {
  return `airclass.note.${id}`;
}

function NewNote({
  onAdd,
}: {
  onAdd: (note: { text: string; time: number | null }) => Promise<Note | undefined>;
}) {
  const { id, noteAtSec, startNote, nowSec } = useLesson();
  const { t } = useLanguage();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => localStorage.getItem(draftKey(id)) ?? '');
  const [isWhole, setIsWhole] = useState(false);
  const playheadSec = useMediaSelector<number>((state) => Math.floor(state.mediaCurrentTime ?? 0));
  const about = isWhole ? t('note.whole') : clockText(noteAtSec ?? playheadSec);
  useEffect(() => {
    if (text === '') localStorage.removeItem(draftKey(id));
    else localStorage.setItem(draftKey(id), text);
  }, [id, text]);
  useEffect(() => {
    if (noteAtSec !== undefined) field.current?.focus();
  }, [noteAtSec]);
  const add = async () => {
    const written = text.trim();
    if (written === '') return;
    const time = isWhole ? null : Math.round((noteAtSec ?? nowSec()) * 10) / 10;
    if ((await onAdd({ text: written, time })) === undefined) return;
    setText('');
    setIsWhole(false);
    startNote(undefined);
  };
  return (
    <form
      className={classes.newNote}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Textarea
        ref={field}
        autosize
        minRows={2}
        maxRows={8}
        value={text}
        maxLength={4000}
        aria-label={t('note.text')}
        placeholder={t('note.hint')}
        onFocus={() => {
          // The moment is the one at which the writing began.
          if (noteAtSec === undefined) startNote(nowSec());
        }}
        onBlur={() => {
          // Nothing was written: the next note begins at its own moment.
          if (text.trim() === '') startNote(undefined);
        }}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void add();
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <div className={classes.noteFoot}>
        <Button
          size="compact-sm"
          variant={isWhole ? 'subtle' : 'light'}
          aria-pressed={!isWhole}
          aria-label={`${about}. ${t(isWhole ? 'note.at_moment' : 'note.about_whole')}`}
          title={t(isWhole ? 'note.at_moment' : 'note.about_whole')}
          onClick={() => setIsWhole(!isWhole)}
          leftSection={isWhole ? <IconClockOff size="1rem" stroke={1.5} aria-hidden="true" /> : undefined}
        >
          {about}
        </Button>
        <Button type="submit" size="compact-sm" disabled={text.trim() === ''}>
          {t('note.add')}
        </Button>
      </div>
    </form>
  );
}

function NoteRow(props: {
  note: Note;
  /** A change of it waits for the recorder to come back. */
  isUnsaved: boolean;
  onSave: (text: string) => Promise<Note | undefined>;
  onDelete: () => void;
}) {
  const { note, isUnsaved, onSave, onDelete } = props;
  const { seek } = useLesson();
  const { t } = useLanguage();
  const [draft, setDraft] = useState<string>();
  const [isSaved, setIsSaved] = useState(false);
  /** What the core has; undefined: what was kept may have been sent since. */
  const saved = useRef<string | undefined>(note.text);
  const lastSave = useRef<Promise<boolean>>(Promise.resolve(true));
  const send = async (written: string): Promise<boolean> => {
    // What waits for the recorder would be sent later in place of this.
    if (written === saved.current && !isUnsaved) return true;
    const isKept = (await onSave(written)) !== undefined;
    saved.current = isKept ? written : undefined;
    setIsSaved(isKept);
    return isKept;
  };
  /** One after another; whether what was typed needs to be kept here no longer. */
  const save = useEffectEvent((text: string): Promise<boolean> => {
    const written = text.trim();
    if (written === '') return Promise.resolve(true);
    lastSave.current = lastSave.current.then(() => send(written));
    return lastSave.current;
  });
  const leave = async (typed: string) => {
    // What could not be saved stays in the field, and goes with the next try.
    if (await save(typed)) setDraft((now) => (now === typed ? undefined : now));
  };
  useEffect(() => {
    if (draft === undefined) return undefined;
    const timer = setTimeout(() => void save(draft), saveAfterMs);
    return () => clearTimeout(timer);
  }, [draft]);
  // What was typed in the last moment is kept too when the panel is left.
  const last = useRef<string>(undefined);
  useEffect(() => {
    last.current = draft;
  }, [draft]);
  useEffect(
    () => () => {
      if (last.current !== undefined) void save(last.current);
    },
    [],
  );
  const { time, text } = note;
  const name = text.slice(0, 40);
  return (
    <li className={classes.note}>
      <div className={classes.noteHead}>
        {time === null ? (
          <span className={classes.whole}>{t('note.whole')}</span>
        ) : (
          <Button size="compact-xs" variant="light" onClick={() => seek(time)}>
            <time>{clockText(time)}</time>
          </Button>
        )}
        <span className={classes.savedWord} role="status">
          {isSaved && !isUnsaved ? t('note.saved') : ''}
        </span>
        {isUnsaved && <UnsavedMark />}
        <ActionIcon
          variant="subtle"
          color="gray"
          className={classes.noteDelete ?? ''}
          aria-label={t('note.delete', { text: name })}
          onClick={onDelete}
        >
          <IconTrash size="1rem" stroke={1.5} />
        </ActionIcon>
      </div>
      <Textarea
        variant="unstyled"
        autosize
        minRows={1}
        value={draft ?? text}
        maxLength={4000}
        aria-label={t('note.edit', { text: name })}
        onChange={(event) => {
          setIsSaved(false);
          setDraft(event.target.value);
        }}
        onBlur={() => {
          if (draft !== undefined) void leave(draft);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
    </li>
  );
}
