/** Shapes of lessons that are still being read. */
import { Skeleton } from '@mantine/core';
import { useRef } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { useScrollArea } from '../../ui/scroll-area.ts';
import classes from './lesson-list.module.css';
import { useGridSize } from './use-grid-size.ts';
import type { LibraryView } from './use-library-view.ts';

export function SkeletonRow({ columns, view }: { columns: number; view: LibraryView }) {
  const { t } = useLanguage();
  return (
    <div
      role="status"
      aria-label={t('common.loading')}
      className={classes.lessons}
      style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
    >
      {Array.from({ length: columns }, (_, column) =>
        view === 'list' ? <SkeletonLine key={column} /> : <SkeletonCard key={column} />,
      )}
    </div>
  );
}

function SkeletonCard() {
  return (
    <div className={classes.skeleton}>
      <Skeleton className={classes.picture ?? ''} height="auto" />
      <div className={classes.lines}>
        <Skeleton height="1rem" width="80%" />
        <Skeleton height="0.75rem" width="55%" />
      </div>
    </div>
  );
}

function SkeletonLine() {
  return (
    <div className={classes.line}>
      <Skeleton className={classes.picture ?? ''} height="auto" />
      <Skeleton height="1rem" width="70%" />
      <Skeleton height="0.75rem" width="55%" />
    </div>
  );
}

const rowsOfFirstView = { grid: 3, list: 8 } as const satisfies Record<LibraryView, number>;

export function LibrarySkeleton({ view }: { view: LibraryView }) {
  const list = useRef<HTMLDivElement>(null);
  const size = useGridSize(list, useScrollArea(), view);
  return (
    <div ref={list} className={classes.list}>
      {size !== undefined &&
        Array.from({ length: rowsOfFirstView[view] }, (_, row) => (
          <SkeletonRow key={row} columns={size.columns} view={view} />
        ))}
    </div>
  );
}
