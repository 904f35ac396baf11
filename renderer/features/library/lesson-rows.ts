/** How lessons are laid out: rows of a grid or list under their headings, and where the arrow keys lead. Pure. */
import type { SearchReply } from '../../../contract/search.ts';
import { statusMeaning } from '../../ui/lesson-status.ts';
import { type DateGroup, dateGroups } from './calendar.ts';

export type FoundLesson = SearchReply['items'][number];

/** `live`: what is being recorded stands before everything else. */
export type Heading = DateGroup | 'live';

export type LessonRow =
  | { kind: 'heading'; key: string; heading: Heading }
  | {
      kind: 'lessons';
      key: string;
      lessons: readonly FoundLesson[];
      /** Place of the first one in `order`. */
      firstIndex: number;
    };

export type Layout = {
  rows: readonly LessonRow[];
  /** The lessons as they are shown, which is how ranges and arrow keys count. */
  order: readonly FoundLesson[];
  /** Row of each lesson of `order`. */
  rowOf: readonly number[];
};

export function layOut(
  lessons: readonly FoundLesson[],
  options: { columns: number; isByDate: boolean; today: Date },
): Layout {
  const { columns, isByDate, today } = options;
  const live = isByDate ? lessons.filter(({ status }) => statusMeaning[status].isActive) : [];
  const rest = live.length === 0 ? lessons : lessons.filter(({ status }) => !statusMeaning[status].isActive);
  const order = [...live, ...rest];
  const groupOf = dateGroups(today);
  const rows: LessonRow[] = [];
  const rowOf: number[] = [];
  let open: FoundLesson[] = [];
  let heading: Heading | undefined;
  for (const [index, lesson] of order.entries()) {
    const own = !isByDate ? undefined : index < live.length ? 'live' : groupOf(lesson.session_date);
    const isNew = own !== undefined && own !== heading;
    if (isNew) rows.push({ kind: 'heading', key: `heading ${own} ${index}`, heading: own });
    if (isNew || open.length === columns || index === 0) {
      open = [];
      rows.push({ kind: 'lessons', key: lesson.recording_id, lessons: open, firstIndex: index });
    }
    heading = own;
    open.push(lesson);
    rowOf.push(rows.length - 1);
  }
  return { rows, order, rowOf };
}

export type Step = 'left' | 'right' | 'up' | 'down' | 'home' | 'end' | 'page_up' | 'page_down';

/** Rows that Page Up and Page Down go. */
const pageRows = 4;

/** @returns place in `order` that a step leads to; the same one at an edge */
export function stepFrom({ rows, order, rowOf }: Layout, index: number, step: Step): number {
  const last = order.length - 1;
  switch (step) {
    case 'left':
      return Math.max(0, index - 1);
    case 'right':
      return Math.min(last, index + 1);
    case 'home':
      return 0;
    case 'end':
      return last;
    case 'up':
    case 'down':
    case 'page_up':
    case 'page_down': {
      const isDown = step === 'down' || step === 'page_down';
      const times = step === 'up' || step === 'down' ? 1 : pageRows;
      const firstRow = rows[rowOf[index] ?? 0];
      const column = firstRow?.kind === 'lessons' ? index - firstRow.firstIndex : 0;
      let at = rowOf[index] ?? 0;
      let found = index;
      for (let taken = 0; taken < times;) {
        at += isDown ? 1 : -1;
        const row = rows[at];
        if (row === undefined) break;
        if (row.kind === 'heading') continue;
        found = row.firstIndex + Math.min(column, row.lessons.length - 1);
        taken += 1;
      }
      return found;
    }
    default:
      return step satisfies never;
  }
}
