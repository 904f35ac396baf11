/** Lessons that were deleted: they come back, or go for good. */
import { Button, Checkbox, Modal, Skeleton } from '@mantine/core';
import { IconArrowBackUp, IconTrash, IconTrashX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { RecordingListItem } from '../../api/recording.ts';
import { useSettings } from '../../api/settings.ts';
import { systemQuery } from '../../api/system-query.ts';
import { paths } from '../../app/paths.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { useScrollArea } from '../../ui/scroll-area.ts';
import { titleOf } from './lesson-actions.ts';
import classes from './trash-page.module.css';
import { TrashRow } from './trash-row.tsx';
import { useGridSize } from './use-grid-size.ts';
import { useTrash } from './use-trash.ts';

/** Days in the trash until the settings have been read. */
const usualTrashDays = 30;

/** What is asked for before it is done. */
type Doubt = { items: readonly RecordingListItem[] | 'all'; count: number };

export function TrashPage() {
  const { t } = useLanguage();
  const trash = useTrash();
  const { items } = trash;
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [doubt, setDoubt] = useState<Doubt>();
  const { data: settings } = useSettings();
  const { data: system } = useQuery(systemQuery);
  const trashDays = settings?.library.trash_days ?? usualTrashDays;
  const total = trash.hasMore ? Math.max(items.length, system?.library.trash ?? 0) : items.length;
  const chosen = items.filter(({ recording_id: id }) => ids.has(id));
  const toggle = (id: string) => {
    const next = new Set(ids);
    if (!next.delete(id)) next.add(id);
    setIds(next);
  };
  const letGo = () => setIds(new Set());
  const icon = { stroke: 1.5, size: '1.125rem', 'aria-hidden': true } as const;

  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <div>
          <h1>{t('trash.title')}</h1>
          <p className={classes.faint} role="status">
            {trash.isLoaded && total > 0
              ? t('trash.hint', { count: total, days: trashDays })
              : t('trash.hint_empty', { days: trashDays })}
          </p>
        </div>
        {items.length > 0 && (
          <div className={classes.tools}>
            {chosen.length > 0 ? (
              <>
                <Button
                  variant="default"
                  leftSection={<IconArrowBackUp {...icon} />}
                  disabled={trash.isBusy}
                  onClick={() => {
                    letGo();
                    void trash.restore(chosen);
                  }}
                >
                  {t('trash.restore_chosen', { count: chosen.length })}
                </Button>
                <Button
                  variant="default"
                  leftSection={<IconTrashX {...icon} />}
                  disabled={trash.isBusy}
                  onClick={() => setDoubt({ items: chosen, count: chosen.length })}
                >
                  {t('trash.delete_chosen', { count: chosen.length })}
                </Button>
              </>
            ) : (
              <>
                <Button
                  variant="default"
                  leftSection={<IconArrowBackUp {...icon} />}
                  disabled={trash.isBusy}
                  onClick={() => void trash.everything().then(trash.restore)}
                >
                  {t('trash.restore_all')}
                </Button>
                <Button
                  variant="default"
                  leftSection={<IconTrashX {...icon} />}
                  disabled={trash.isBusy}
                  onClick={() => setDoubt({ items: 'all', count: total })}
                >
                  {t('trash.empty')}
                </Button>
              </>
            )}
          </div>
        )}
      </header>
      {trash.failure !== null && items.length === 0 && (
        <FailureText failure={trash.failure} onRetry={trash.retry} />
      )}
      {!trash.isLoaded && trash.failure === null && (
        <div className={classes.skeletons} role="status" aria-label={t('common.loading')}>
          {['first', 'second', 'third'].map((name) => (
            <Skeleton key={name} height="3.5rem" />
          ))}
        </div>
      )}
      {trash.isLoaded && items.length === 0 && (
        <EmptyState
          icon={<IconTrash stroke={1.5} size="2rem" />}
          title={t('trash.empty_title')}
          hint={t('trash.empty_hint')}
          action={
            <Button component={Link} href={paths.library} variant="default">
              {t('nav.to_library')}
            </Button>
          }
        />
      )}
      {items.length > 0 && (
        <>
          <Checkbox
            className={classes.all ?? ''}
            label={t('trash.choose_all')}
            checked={chosen.length === items.length}
            indeterminate={chosen.length > 0 && chosen.length < items.length}
            onChange={() =>
              chosen.length === items.length
                ? letGo()
                : setIds(new Set(items.map(({ recording_id: id }) => id)))
            }
          />
          <TrashList
            trash={trash}
            trashDays={trashDays}
            ids={ids}
            onToggle={toggle}
            onDelete={(item) => setDoubt({ items: [item], count: 1 })}
          />
        </>
      )}
      {doubt !== undefined && (
        <ForGood
          doubt={doubt}
          onClose={() => setDoubt(undefined)}
          onYes={() => {
            letGo();
            setDoubt(undefined);
            if (doubt.items === 'all') void trash.everything().then(trash.remove);
            else void trash.remove(doubt.items);
          }}
        />
      )}
    </div>
  );
}

function TrashList(props: {
  trash: ReturnType<typeof useTrash>;
  trashDays: number;
  ids: ReadonlySet<string>;
  onToggle: (id: string) => void;
  onDelete: (item: RecordingListItem) => void;
}) {
  const { trash, trashDays, ids, onToggle, onDelete } = props;
  const { items, hasMore, isLoadingMore, moreFailure, loadMore } = trash;
  const list = useRef<HTMLUListElement>(null);
  const scrollArea = useScrollArea();
  const top = useGridSize(list, scrollArea, 'list')?.top ?? 0;
  // oxlint-disable-next-line react/incompatible-library -- what it returns is only used here, anew each time
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scrollArea.current,
    estimateSize: () => 72,
    getItemKey: (index) => items[index]?.recording_id ?? index,
    overscan: 6,
    scrollMargin: top,
  });
  const shown = virtualizer.getVirtualItems();
  const isNearEnd = (shown.at(-1)?.index ?? 0) >= items.length - 50;
  useEffect(() => {
    if (isNearEnd && hasMore && !isLoadingMore && moreFailure === null) void loadMore();
  }, [isNearEnd, hasMore, isLoadingMore, moreFailure, loadMore, items.length]);
  return (
    <>
      <ul ref={list} className={classes.list} style={{ height: `${virtualizer.getTotalSize()}px` }}>
        {shown.map(({ index, key, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          return (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-posinset={index + 1}
              aria-setsize={hasMore ? -1 : items.length}
              className={classes.row}
              style={{ transform: `translateY(${start - top}px)` }}
            >
              <TrashRow
                item={item}
                trashDays={trashDays}
                isChosen={ids.has(item.recording_id)}
                isBusy={trash.isBusy}
                onToggle={() => onToggle(item.recording_id)}
                onRestore={() => void trash.restore([item])}
                onDelete={() => onDelete(item)}
              />
            </li>
          );
        })}
      </ul>
      {moreFailure !== null && !isLoadingMore && (
        <FailureText failure={moreFailure} onRetry={() => void loadMore()} />
      )}
    </>
  );
}

/** The one thing that cannot be undone is asked about first. */
function ForGood({ doubt, onYes, onClose }: { doubt: Doubt; onYes: () => void; onClose: () => void }) {
  const { t } = useLanguage();
  const { items, count } = doubt;
  const [only] = items !== 'all' && items.length === 1 ? items : [];
  return (
    <Modal
      opened
      onClose={onClose}
      title={
        only === undefined
          ? t('trash.sure_many', { count })
          : t('trash.sure_one', { title: titleOf(only, t) })
      }
      closeButtonProps={{ 'aria-label': t('common.close') }}
      transitionProps={{ duration: 120 }}
    >
      <p>{t('trash.sure_hint')}</p>
      <div className={classes.answers}>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button className={classes.forGood ?? ''} onClick={onYes}>
          {t('trash.delete_for_good')}
        </Button>
      </div>
    </Modal>
  );
}
