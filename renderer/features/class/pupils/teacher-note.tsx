/** The teacher's own words about a pupil, kept as they are typed, and a mark that they have seen to it. */
import { Checkbox, Textarea } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useLanguage } from '../../../i18n/language.tsx';
import { UnsavedMark } from '../../../ui/unsaved-mark.tsx';
import classes from './teacher-note.module.css';
import type { NoteEdits } from './use-note-edits.ts';

/** A pause in typing after which what stands there is kept. */
const saveAfterMs = 800;

/** @param props.name of the pupil, for who does not see beside whom the field stands */
export function TeacherNote({ name, edits }: { name: string; edits: NoteEdits }) {
  const { note, isUnsaved, keep, change } = edits;
  const { t } = useLanguage();
  const [draft, setDraft] = useState<string>();
  const [isSaved, setIsSaved] = useState(false);
  /** What the core has; undefined: what was kept may have been sent since. */
  const saved = useRef<string | undefined>(note.note);
  const lastSave = useRef<Promise<boolean>>(Promise.resolve(true));
  const send = async (written: string): Promise<boolean> => {
    // What waits for the recorder would be sent later in place of this.
    if (written === saved.current && !isUnsaved) return true;
    const isKept = await change({ note: written });
    saved.current = isKept ? written : undefined;
    setIsSaved(isKept);
    return isKept;
  };
  /** One after another. @returns whether what was typed needs to be held here no longer */
  const queue = (written: string): Promise<boolean> => {
    lastSave.current = lastSave.current.then(() => send(written));
    return lastSave.current;
  };
  const save = useEffectEvent(queue);
  /** The browser may break off what is sent while the page goes away. */
  const saveSurely = useEffectEvent((written: string) => {
    if (written === saved.current && !isUnsaved) return;
    keep({ note: written });
    void queue(written);
  });
  useEffect(() => {
    if (draft === undefined) return undefined;
    const timer = setTimeout(() => void save(draft), saveAfterMs);
    return () => clearTimeout(timer);
  }, [draft]);
  // What was typed in the last moment is kept too when the screen is left.
  const last = useRef<string>(undefined);
  useEffect(() => {
    last.current = draft;
  }, [draft]);
  useEffect(() => {
    const leavePage = () => {
      if (last.current !== undefined) saveSurely(last.current);
    };
    const leaveScreen = () => {
      if (last.current !== undefined) void save(last.current);
    };
    window.addEventListener('pagehide', leavePage);
    return () => {
      window.removeEventListener('pagehide', leavePage);
      leaveScreen();
    };
  }, []);
  const leave = async (typed: string) => {
    // What could not be saved stays in the field, and goes with the next try.
    if (await queue(typed)) setDraft((now) => (now === typed ? undefined : now));
  };
  return (
    <div className={classes.note}>
      <div className={classes.head}>
        <span aria-hidden="true">{t('pupils.note')}</span>
        <span className={classes.saved} role="status">
          {isSaved && !isUnsaved && (
            <>
              <IconCheck size="0.875rem" stroke={2} aria-hidden="true" />
              {t('note.saved')}
            </>
          )}
        </span>
        {isUnsaved && <UnsavedMark />}
      </div>
      <Textarea
        autosize
        minRows={1}
        maxRows={10}
        size="sm"
        value={draft ?? note.note}
        maxLength={4000}
        placeholder={t('pupils.note_hint')}
        aria-label={t('pupils.note_of', { name })}
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
    </div>
  );
}

/** @param props.name of the pupil */
export function DoneMark({ name, edits }: { name: string; edits: NoteEdits }) {
  const { t } = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  /** What it was pressed to become. */
  const wanted = useRef<boolean>(undefined);
  const isDone = edits.note.done;
  useEffect(() => {
    if (wanted.current !== isDone) return;
    wanted.current = undefined;
    // The card has moved to another place of the list, which takes the focus away from what is in it.
    input.current?.focus({ preventScroll: true });
    if (input.current?.matches(':focus-visible') === true) input.current.scrollIntoView({ block: 'nearest' });
  }, [isDone]);
  return (
    <Checkbox
      ref={input}
      className={classes.done ?? ''}
      label={t('pupils.done')}
      aria-label={t('pupils.done_of', { name })}
      checked={isDone}
      onChange={() => {
        wanted.current = !isDone;
        void edits.change({ done: !isDone });
      }}
    />
  );
}
