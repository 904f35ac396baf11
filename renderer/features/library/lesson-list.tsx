/**
 * The lessons, of which only those in sight exist. Arrow keys go from card to card, and the one that has the focus stays
 * even when it is scrolled away.
 */
import { type Virtualizer, defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useLocation } from 'wouter';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { afterPaint } from '../../ui/after-paint.ts';
import { useScrollArea } from '../../ui/scroll-area.ts';
import { dateGroupText, dayText } from './calendar.ts';
import { type CardEvents, LessonCard } from './lesson-card.tsx';
import classes from './lesson-list.module.css';
import { type FoundLesson, type Layout, type Step, layOut, stepFrom } from './lesson-rows.ts';
import { SkeletonRow } from './library-skeleton.tsx';
import { placeOf, useScrollMemory } from './scroll-memory.ts';
import type { Selection } from './selection.ts';
import { useKeptPlace } from './use-kept-place.ts';
import { useToday } from './use-today.ts';
import { useCardFocus, useStableEvents } from './use-card-focus.ts';
import { type GridSize, useGridSize } from './use-grid-size.ts';
import type { LibraryView } from './use-library-view.ts';

/** Lessons that are read before they are needed. */
const readAhead = 300;
const overscanRows = 2;

export type ListHandle = { focus: () => void };

type Props = {
  lessons: readonly FoundLesson[];
  isByDate: boolean;
  view: LibraryView;
  selection: Selection;
  /** −1: more than anybody has counted. */
  total: number;
  hasMore: boolean;
  isLoadingMore: boolean;
  /** Why the next page did not come: it is not asked for again by itself. */
  moreFailure: Error | null;
  loadMore: () => void;
  /** Names what is shown: another one begins at the top. */
  question: string;
  events: Omit<CardEvents, 'focused' | 'choose'> & {
    choose: (id: string, how: 'one' | 'range', order: readonly string[]) => void;
    press: (event: KeyboardEvent, lesson: FoundLesson) => void;
  };
  ref: Ref<ListHandle>;
};

export function LessonList(props: Props) {
  const list = useRef<HTMLDivElement>(null);
  const scrollArea = useScrollArea();
  const size = useGridSize(list, scrollArea, props.view);
  const { columns } = size ?? { columns: 1 };
  const { lessons, isByDate } = props;
  const today = useToday();
  const layout = useMemo(
    () => layOut(lessons, { columns, isByDate, today }),
    [lessons, columns, isByDate, today],
  );
  return (
    <div ref={list} className={classes.list} data-view={props.view}>
      {size !== undefined && <Rows {...props} size={size} layout={layout} today={dayText(today)} />}
    </div>
  );
}

const steps: Partial<Record<string, Step>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'home',
  End: 'end',
  PageUp: 'page_up',
  PageDown: 'page_down',
};

function Rows(props: Props & { size: GridSize; layout: Layout; today: string }) {
  const { view, selection, total, hasMore, isLoadingMore, loadMore, question, events } = props;
  const { size, layout, today, ref, moreFailure } = props;
  const { rows, order, rowOf } = layout;
  const { t, language } = useLanguage();
  const [, navigate] = useLocation();
  const scrollArea = useScrollArea();
  const memoryKey = `${view} ${size.columns} ${question}`;
  const [remembered] = useState(() => placeOf(memoryKey));
  const { activeId, setActiveId, element, requestFocus } = useCardFocus(remembered?.activeId);
  const activeIndex = Math.max(
    0,
    order.findIndex(({ recording_id: id }) => id === activeId),
  );
  const stopId = order[activeIndex]?.recording_id;
  const activeRow = rowOf[activeIndex] ?? 0;

  // Rows out of sight wait until those in sight are seen.
  const [isSeen, setIsSeen] = useState(false);
  useEffect(() => afterPaint(() => setIsSeen(true)), []);
  const [firstRect] = useState(() => ({
    width: scrollArea.current?.clientWidth ?? 0,
    height: scrollArea.current?.clientHeight ?? 0,
  }));

  // oxlint-disable-next-line react/incompatible-library -- what it returns is only used here, anew each time
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollArea.current,
    initialRect: firstRect,
    estimateSize: (index) => estimate(rows[index]?.kind === 'heading', view, size),
    getItemKey: (index) => rows[index]?.key ?? index,
    measureElement: measured,
    overscan: isSeen ? overscanRows : 0,
    scrollMargin: size.top,
    scrollPaddingStart: size.top,
    scrollPaddingEnd: size.rem,
    initialOffset: remembered?.offset ?? 0,
    initialMeasurementsCache: remembered?.measurements ?? [],
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return shown.includes(activeRow) || activeRow >= rows.length
        ? shown
        : [...shown, activeRow].toSorted((a, b) => a - b);
    },
  });
  const items = virtualizer.getVirtualItems();

  const lastRow = virtualizer.range?.endIndex ?? 0;
  const isNearEnd = lastRow >= rows.length - readAhead / size.columns;
  useEffect(() => {
    if (isNearEnd && hasMore && !isLoadingMore && moreFailure === null) return afterPaint(loadMore);
    return undefined;
  }, [isNearEnd, hasMore, isLoadingMore, moreFailure, loadMore, rows.length]);

  useScrollMemory({
    area: scrollArea,
    key: memoryKey,
    question,
    activeId,
    offset: () => virtualizer.scrollOffset ?? 0,
    measurements: () => virtualizer.measurementsCache,
  });

  useKeptPlace({
    area: scrollArea,
    shownAs: memoryKey,
    layout,
    isAtTop: (virtualizer.scrollOffset ?? 0) <= size.top,
    firstRow: virtualizer.range?.startIndex ?? 0,
    startOf: (row) => virtualizer.measurementsCache[row]?.start,
  });

  const goTo = (index: number) => {
    const id = order[index]?.recording_id;
    if (id === undefined) return;
    requestFocus(id);
    virtualizer.scrollToIndex(rowOf[index] ?? 0, { align: 'auto' });
  };
  useImperativeHandle(ref, () => ({ focus: () => goTo(activeIndex) }));

  /** What is deleted takes the focus with it: the next one that stays has it then. */
  const focusBeside = (index: number) => {
    const isGoing = (id: string) => selection.ids.has(id) || id === order[index]?.recording_id;
    const beside = [...order.slice(index + 1), ...order.slice(0, index).toReversed()].find(
      ({ recording_id: id }) => !isGoing(id),
    );
    if (beside !== undefined) requestFocus(beside.recording_id);
  };

  const press = (event: KeyboardEvent) => {
    const lesson = order[activeIndex];
    if (lesson === undefined || event.nativeEvent.isComposing) return;
    const step = event.altKey || event.ctrlKey || event.metaKey ? undefined : steps[event.key];
    if (step === undefined) {
      events.press(event, lesson);
      if (event.key === 'Delete') focusBeside(activeIndex);
      return;
    }
    event.preventDefault();
    const to = stepFrom(layout, activeIndex, step);
    const id = order[to]?.recording_id;
    if (event.shiftKey && id !== undefined) {
      // The range begins where one stands.
      if (selection.ids.size === 0) events.choose(lesson.recording_id, 'one', idsOf(order));
      events.choose(id, 'range', idsOf(order));
    }
    goTo(to);
  };

  const click = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const id = link?.closest('[data-lesson]')?.getAttribute('data-lesson') ?? undefined;
    if (link === null || id === undefined || event.altKey) return;
    event.preventDefault();
    if (event.shiftKey) events.choose(id, 'range', idsOf(order));
    else if (event.ctrlKey || event.metaKey) events.choose(id, 'one', idsOf(order));
    else navigate(link.getAttribute('href') ?? '');
  };
  const cardEvents = useStableEvents({
    ...events,
    choose: (id, how) => events.choose(id, how, idsOf(order)),
    focused: setActiveId,
  });
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys belong to the cards inside it */}
      <div ref={element} onKeyDown={press} onClick={click}>
        <div className={classes.rows} style={{ height: `${virtualizer.getTotalSize()}px` }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <div
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                className={classes.row}
                style={{ transform: `translateY(${item.start - size.top}px)` }}
              >
                {row.kind === 'heading' ? (
                  <h2 className={classes.heading}>
                    {row.heading === 'live' ? t('library.live') : dateGroupText(row.heading, t, language)}
                  </h2>
                ) : (
                  <ul
                    className={classes.lessons}
                    style={{ gridTemplateColumns: `repeat(${size.columns}, minmax(0, 1fr))` }}
                  >
                    {row.lessons.map((lesson, column) => (
                      <LessonCard
                        key={lesson.recording_id}
                        lesson={lesson}
                        view={view}
                        today={today}
                        isSelected={selection.ids.has(lesson.recording_id)}
                        isSelecting={selection.ids.size > 0}
                        isTabStop={lesson.recording_id === stopId}
                        position={row.firstIndex + column + 1}
                        total={total}
                        events={cardEvents}
                      />
                    ))}
                  </ul>
                )}
              </div>
            );
          })}
        </div>
        {hasMore && (moreFailure === null || isLoadingMore) && (
          <SkeletonRow columns={size.columns} view={view} />
        )}
      </div>
      {moreFailure !== null && !isLoadingMore && <FailureText failure={moreFailure} onRetry={loadMore} />}
    </>
  );
}

function idsOf(lessons: readonly FoundLesson[]): string[] {
  return lessons.map(({ recording_id: id }) => id);
}

/** px; the right size is measured when the row is drawn. */
function estimate(isHeading: boolean, view: LibraryView, { cardWidth, rem }: GridSize): number {
  if (isHeading) return 3.25 * rem;
  if (view === 'list') return 4.375 * rem;
  return ((cardWidth - rem) * 9) / 16 + 6.5 * rem;
}

/** px. The browser says what a row measures once it has laid it out; asking it before that would make it do so at once. */
function measured(
  element: Element,
  entry: ResizeObserverEntry | undefined,
  list: Virtualizer<HTMLElement, Element>,
): number {
  const index = list.indexFromElement(element);
  const size = entry?.borderBoxSize[0]?.blockSize;
  // Nothing: the list is hidden while another screen comes.
  return size === undefined || size === 0
    ? (list.itemSizeCache.get(list.options.getItemKey(index)) ?? list.options.estimateSize(index))
    : Math.round(size);
}
