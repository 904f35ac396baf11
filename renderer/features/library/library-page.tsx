/** All lessons, newest first, or those that are asked for with the moments that were found. */
import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useShortcuts } from '../../app/shortcuts.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { late } from '../../ui/late.tsx';
import { useNotify } from '../../ui/notify.tsx';
import { ImportDrop } from './import-drop.tsx';
import { useImports } from './import-queue.ts';
import { useLessonActions } from './lesson-actions.ts';
import { type ListHandle, LessonList } from './lesson-list.tsx';
import type { MenuPlace } from './lesson-menu.tsx';
import type { FoundLesson } from './lesson-rows.ts';
import { LibraryEmpty } from './library-empty.tsx';
import { LibraryHeader } from './library-header.tsx';
import classes from './library-page.module.css';
import { hasFilters, libraryQueryText, sortOf } from './library-query.ts';
import { LibrarySkeleton } from './library-skeleton.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { useImportFiles } from './use-import-files.ts';
import { useLibraryAddress } from './use-library-address.ts';
import { useLibrarySearch } from './use-library-search.ts';
import { useLibraryView } from './use-library-view.ts';
import { useSelection } from './use-selection.ts';

const DetailsDialog = late(async () => (await import('./details-dialog.tsx')).DetailsDialog);
const ImportPanel = late(async () => (await import('./import-panel.tsx')).ImportPanel);
const LessonMenu = late(async () => (await import('./lesson-menu.tsx')).LessonMenu);
const TagsDialog = late(async () => (await import('./tags-dialog.tsx')).TagsDialog);

export function LibraryPage() {
  const { t } = useLanguage();
  const { query, change, clear, clearFilters, parameters } = useLibraryAddress();
  const [view, setView] = useLibraryView();
  const found = useLibrarySearch(query);
  const { lessons } = found;
  const question = libraryQueryText(query);
  const selection = useSelection(lessons, question);
  const { chosen } = selection;
  const actions = useLessonActions();
  const { notifyFailure } = useNotify();
  const [menu, setMenu] = useState<MenuPlace>();
  const [edited, setEdited] = useState<FoundLesson>();
  const [tagged, setTagged] = useState<readonly FoundLesson[]>();
  const takeFiles = useImportFiles(found.facets);
  const [isImportOpen, setIsImportOpen] = useState(false);
  const hasImports = useImports().length > 0;
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<ListHandle>(null);

  // Wishes of the address: they are granted once and do not stay in it.
  const [isFindWanted, isImportWanted] = [parameters.has('find'), parameters.has('import')];
  if (isImportWanted && !isImportOpen) setIsImportOpen(true);
  const forgetWishes = useEffectEvent(() => change({}, { replace: true }));
  useEffect(() => {
    if (isFindWanted) search.current?.focus();
    if (isFindWanted || isImportWanted) forgetWishes();
  }, [isFindWanted, isImportWanted]);

  const chooseLoaded = () => selection.chooseAll(lessons.map(({ recording_id: id }) => id));
  const chooseAll = async () => {
    // What is not loaded yet is read first: whoever says all means all.
    for (let hasNextPage = true; hasNextPage;) {
      const reply = await found.loadMore();
      if (reply.isError) {
        notifyFailure(reply.error);
        return;
      }
      ({ hasNextPage } = reply);
    }
    setIsChoosingAll(true);
  };
  const [isChoosingAll, setIsChoosingAll] = useState(false);
  if (isChoosingAll) {
    setIsChoosingAll(false);
    chooseLoaded();
  }
  const chooseByKey = useEffectEvent((event: globalThis.KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.code !== 'KeyA') return;
    const isElsewhere =
      event.target instanceof Element && event.target.closest('input, textarea, [role]') !== null;
    if (isElsewhere && !(event.target instanceof HTMLInputElement && event.target.type === 'checkbox'))
      return;
    event.preventDefault();
    chooseLoaded();
  });
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => chooseByKey(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);

  /** What a command from one card means: all that are chosen, when it is one of them. */
  const meantBy = (lesson: FoundLesson) =>
    selection.selection.ids.has(lesson.recording_id) ? chosen : [lesson];
  const press = (event: KeyboardEvent, lesson: FoundLesson) => {
    const isOnCard = event.target instanceof HTMLElement && event.target.dataset['main'] !== undefined;
    if (event.key === ' ' && isOnCard) {
      event.preventDefault();
      selection.choose(lesson.recording_id, event.shiftKey ? 'range' : 'one', idsOf(lessons));
    } else if (event.key === 'Delete') {
      event.preventDefault();
      const meant = meantBy(lesson);
      selection.clear();
      void actions.remove(meant);
    } else if (event.key === 'F2') {
      event.preventDefault();
      setEdited(lesson);
    } else if (event.key === 'Escape' && chosen.length > 0) {
      event.preventDefault();
      selection.clear();
    }
  };
  const enterList = () => list.current?.focus();
  useShortcuts('keys.in_library', [
    { keys: ['/'], label: 'keys.find', perform: () => search.current?.focus() },
    {
      keys: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
      label: 'keys.move',
      perform: enterList,
    },
    { keys: ['Enter'], label: 'keys.open', perform: enterList },
    { keys: ['Space'], label: 'keys.choose', perform: enterList },
    // Answered above: keys with Ctrl do not come here.
    { keys: ['Ctrl+A'], label: 'keys.choose_all', perform: chooseLoaded },
    {
      keys: ['Delete'],
      label: 'keys.delete',
      perform: () => chosen.length > 0 && void actions.remove(chosen),
    },
    { keys: ['F2'], label: 'keys.edit', perform: enterList },
    { keys: ['Escape'], label: 'keys.choose_none', perform: selection.clear },
  ]);

  const total = found.isCapped && found.hasMore ? -1 : found.isCapped ? lessons.length : found.total;
  const isEmpty = found.isLoaded && lessons.length === 0;
  const isFirstUse = isEmpty && query.q === '' && !hasFilters(query);
  return (
    <div className={classes.page} aria-busy={found.isBehind}>
      <LibraryHeader
        query={query}
        change={change}
        onClearFilters={clearFilters}
        view={view}
        onView={setView}
        onImport={() => setIsImportOpen(true)}
        onLeaveSearch={enterList}
        searchRef={search}
        count={
          found.isLoaded && !isFirstUse
            ? t(total === -1 ? 'library.count_capped' : 'library.count', {
                count: total === -1 ? found.total : total,
              })
            : undefined
        }
        selectionBar={
          chosen.length === 0 ? undefined : (
            <SelectionBar
              chosen={chosen}
              actions={actions}
              onTag={() => setTagged(chosen)}
              onClear={selection.clear}
              onAll={chosen.length < lessons.length || found.hasMore ? () => void chooseAll() : undefined}
            />
          )
        }
      />
      {found.failure !== null && lessons.length === 0 && (
        <div className={classes.failure}>
          <FailureText failure={found.failure} onRetry={found.retry} />
        </div>
      )}
      {!found.isLoaded && found.failure === null && <LibrarySkeleton view={view} />}
      {isEmpty && (
        <LibraryEmpty
          query={query}
          onClear={clear}
          onClearFilters={clearFilters}
          onImport={() => setIsImportOpen(true)}
        />
      )}
      {lessons.length > 0 && (
        <LessonList
          ref={list}
          lessons={lessons}
          isByDate={sortOf(query) === 'newest' || sortOf(query) === 'oldest'}
          view={view}
          selection={selection.selection}
          total={total}
          hasMore={found.hasMore}
          isLoadingMore={found.isLoadingMore}
          moreFailure={found.moreFailure}
          loadMore={() => void found.loadMore({ cancelRefetch: false })}
          question={question}
          events={{
            choose: selection.choose,
            press,
            showMenu: (id, at, trigger) => {
              const lesson = selection.byId.get(id);
              if (lesson !== undefined) setMenu({ lessons: meantBy(lesson), ...at, trigger });
            },
          }}
        />
      )}
      {menu !== undefined && (
        <LessonMenu
          place={menu}
          actions={actions}
          onEdit={setEdited}
          onTag={setTagged}
          onClose={() => setMenu(undefined)}
        />
      )}
      {edited !== undefined && (
        <DetailsDialog
          fields={{
            title: edited.title,
            teacher_name: edited.teacher_name,
            class_name: edited.class_name,
            subject: edited.subject,
            session_date: edited.session_date,
          }}
          onSave={({ session_date: date, ...fields }) =>
            actions.change(edited, { ...fields, ...(date === '' ? {} : { session_date: date }) })
          }
          onClose={() => setEdited(undefined)}
        />
      )}
      {tagged !== undefined && (
        <TagsDialog
          lessons={tagged}
          onSave={(tags) => void actions.retag(tagged, tags)}
          onClose={() => setTagged(undefined)}
        />
      )}
      {(isImportOpen || hasImports) && (
        <ImportPanel onFiles={takeFiles} onClose={() => setIsImportOpen(false)} />
      )}
      <ImportDrop
        onFiles={(files) => {
          setIsImportOpen(true);
          takeFiles(files);
        }}
      />
    </div>
  );
}

function idsOf(lessons: readonly FoundLesson[]): string[] {
  return lessons.map(({ recording_id: id }) => id);
}
