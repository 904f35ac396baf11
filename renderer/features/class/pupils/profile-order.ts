/** In which order a class's pupils stand: by any column, what is not known always last. Pure. */
import type { StudentProfile } from '../../../../contract/session-analysis.ts';
import { nameOf } from './pupil-name.ts';

export const profileColumns = [
  'name',
  'engagement',
  'participation',
  'quiz_accuracy',
  'mood',
  'questions',
  'messages',
  'answers',
  'presence',
  'note',
] as const;
export type ProfileColumn = (typeof profileColumns)[number];

export type ProfileOrder = { column: ProfileColumn; isDescending: boolean };
export const usualOrder: ProfileOrder = { column: 'name', isDescending: false };

/** What a column is ordered by; null: not known. */
export function orderValue(profile: StudentProfile, column: ProfileColumn): string | number | null {
  switch (column) {
    case 'name': {
      const { text, isNumber } = nameOf(profile);
      return isNumber ? null : text;
    }
    case 'mood':
      return profile.sentiment === null ? null : profile.sentiment.negative;
    case 'note':
      return noteRank(profile.note);
    case 'engagement':
    case 'participation':
    case 'quiz_accuracy':
    case 'questions':
    case 'messages':
    case 'answers':
    case 'presence':
      return profile[column];
    default:
      return column satisfies never;
  }
}

/** Open notes first, then what has been seen to. */
function noteRank(note: StudentProfile['note']): number | null {
  if (note === null || (note.note.trim() === '' && !note.done)) return null;
  return note.done ? 1 : 2;
}

/** @param language decides how names follow each other */
export function sortProfiles(
  profiles: readonly StudentProfile[],
  { column, isDescending }: ProfileOrder,
  language: string,
): StudentProfile[] {
  const collator = new Intl.Collator(language, { numeric: true });
  const byName = (one: StudentProfile, other: StudentProfile): number =>
    collator.compare(nameOf(one).text, nameOf(other).text) ||
    collator.compare(one.student_id, other.student_id);
  const known = profiles.filter((profile) => orderValue(profile, column) !== null);
  const unknown = profiles.filter((profile) => orderValue(profile, column) === null);
  const direction = isDescending ? -1 : 1;
  const inOrder = known.toSorted((one, other) => {
    const [left, right] = [orderValue(one, column), orderValue(other, column)];
    const difference =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : collator.compare(String(left), String(right));
    return direction * difference || byName(one, other);
  });
  return [...inOrder, ...unknown.toSorted(byName)];
}

/** What pressing a column's head does: another column begins where people look first, the same one turns round. */
export function nextOrder(order: ProfileOrder, column: ProfileColumn): ProfileOrder {
  if (order.column === column) return { column, isDescending: !order.isDescending };
  return { column, isDescending: column !== 'name' };
}

export type ProfileView = { order: ProfileOrder; query: string };

/** @param search of the address; what cannot be used in it is as if it were not there */
export function parseProfileView(search: string): ProfileView {
  const parameters = new URLSearchParams(search);
  const column = profileColumns.find((name) => name === parameters.get('sort'));
  return {
    order: column === undefined ? usualOrder : { column, isDescending: parameters.get('order') === 'desc' },
    query: (parameters.get('q') ?? '').slice(0, 100),
  };
}

/** As `parseProfileView` reads it; empty for the usual view. */
export function profileViewText({ order, query }: ProfileView): string {
  const parameters = new URLSearchParams();
  if (query !== '') parameters.set('q', query);
  if (order.column !== usualOrder.column || order.isDescending !== usualOrder.isDescending) {
    parameters.set('sort', order.column);
    parameters.set('order', order.isDescending ? 'desc' : 'asc');
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
