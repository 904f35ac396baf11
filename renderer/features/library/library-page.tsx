/** All lessons, newest first, or those a search finds with the moments it found. */
import { useEffect, useRef, useState } from 'react';
import type { SearchReply } from '../../../contract/search.ts';
import { searchLessons } from '../../api/calls.ts';
import { useServerEvents } from '../../api/events.ts';
import { useRemote } from '../../api/use-remote.ts';
import { Link } from '../../app/link.tsx';
import { navigate } from '../../app/route.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LessonCard } from './lesson-card.tsx';

/** A pause in typing after which the list follows (ms). */
const typingPauseMs = 150;

export function LibraryPage({ q }: { q: string }) {
  const { t } = useLanguage();
  const [pages, setPages] = useState(1);
  const found = useRemote(`${q}\n${pages}`, (signal) => searchPages(q, pages, signal));
  const [shown, setShown] = useState<SearchReply>();
  if (found.data !== undefined && found.data !== shown) setShown(found.data);
  useServerEvents({
    'library.changed': found.reload,
    'recording.changed': found.reload,
    missed: found.reload,
  });

  return (
    <div className="library">
      <SearchBox
        q={q}
        onChange={(text) => {
          setPages(1);
          navigate({ screen: 'library', q: text }, { replace: true });
        }}
      />
      <div className="heading">
        <h1>{t('library.title')}</h1>
        {shown !== undefined && shown.items.length > 0 && (
          <span className="faint" role="status">
            {t(shown.total_is_capped ? 'library.count_capped' : 'library.count', { count: shown.total })}
          </span>
        )}
        <Link to={{ screen: 'trash' }} className="quiet heading-end">
          <Icon name="trash" />
          {t('trash.title')}
        </Link>
      </div>
      {found.failure !== undefined && <FailureText failure={found.failure} />}
      {shown === undefined && found.failure === undefined && <Skeletons label={t('library.loading')} />}
      {shown !== undefined && shown.items.length === 0 && <Nothing q={q} />}
      {shown !== undefined && (
        <ul className="lessons">
          {shown.items.map((lesson) => (
            <LessonCard key={lesson.recording_id} lesson={lesson} />
          ))}
        </ul>
      )}
      {shown?.next_cursor !== null && shown !== undefined && (
        <button type="button" className="button more" onClick={() => setPages(pages + 1)}>
          {t('library.more')}
        </button>
      )}
    </div>
  );
}

/** The first pages as one answer. */
async function searchPages(q: string, pages: number, signal: AbortSignal): Promise<SearchReply> {
  let reply = await searchLessons({ q }, signal);
  for (let page = 1; page < pages && reply.next_cursor !== null; page += 1) {
    const next = await searchLessons({ q, cursor: reply.next_cursor }, signal);
    reply = { ...next, items: [...reply.items, ...next.items] };
  }
  return reply;
}

function SearchBox({ q, onChange }: { q: string; onChange: (q: string) => void }) {
  const { t } = useLanguage();
  const [text, setText] = useState(q);
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    const focusOnSlash = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
      if (event.key !== '/' || isTyping) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener('keydown', focusOnSlash);
    return () => {
      window.removeEventListener('keydown', focusOnSlash);
      clearTimeout(timer.current);
    };
  }, []);

  const change = (value: string) => {
    setText(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange(value.trim()), typingPauseMs);
  };
  return (
    <search className="search">
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        value={text}
        maxLength={200}
        placeholder={t('library.search')}
        aria-label={t('library.search')}
        onChange={(event) => change(event.target.value)}
      />
      <kbd aria-hidden="true">/</kbd>
    </search>
  );
}

function Nothing({ q }: { q: string }) {
  const { t } = useLanguage();
  if (q !== '') {
    return (
      <div className="nothing">
        <h2>{t('library.nothing_title', { q })}</h2>
        <p>{t('library.nothing_hint')}</p>
      </div>
    );
  }
  return (
    <div className="nothing">
      <Icon name="film" />
      <h2>{t('library.empty_title')}</h2>
      <p>{t('library.empty_hint')}</p>
      <Link to={{ screen: 'record' }} className="button primary">
        {t('library.empty_action')}
      </Link>
    </div>
  );
}

const skeletons = ['one', 'two', 'three', 'four'];

function Skeletons({ label }: { label: string }) {
  return (
    <ul className="lessons" aria-busy="true" aria-label={label}>
      {skeletons.map((name) => (
        <li key={name} className="card skeleton">
          <div className="thumb" />
          <div className="line" />
          <div className="line short" />
        </li>
      ))}
    </ul>
  );
}
