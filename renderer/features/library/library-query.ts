/** What the library shows as its address says it: words, filters and order. Pure. */
import type { SearchQuery } from '../../../contract/search.ts';
import { isDay } from './calendar.ts';

export const librarySorts = ['relevance', 'newest', 'oldest', 'longest', 'title'] as const;
export type LibrarySort = (typeof librarySorts)[number];

export type LibraryQuery = {
  q: string;
  /** First and last day, `YYYY-MM-DD`. */
  from: string | undefined;
  to: string | undefined;
  teacher: string | undefined;
  className: string | undefined;
  subject: string | undefined;
  tag: string | undefined;
  /** Length in minutes. */
  minMinutes: number | undefined;
  maxMinutes: number | undefined;
  /** Undefined: what `sortOf` says. */
  sort: LibrarySort | undefined;
};

/** Filters whose values the core counts. */
export const facetNames = ['subject', 'className', 'teacher', 'tag'] as const;
export type FacetName = (typeof facetNames)[number];

export const noFilters = {
  from: undefined,
  to: undefined,
  teacher: undefined,
  className: undefined,
  subject: undefined,
  tag: undefined,
  minMinutes: undefined,
  maxMinutes: undefined,
} as const satisfies Partial<LibraryQuery>;

/** Order when none is chosen: what fits best under a search, the newest otherwise. */
export function sortOf({ q, sort }: Pick<LibraryQuery, 'q' | 'sort'>): LibrarySort {
  // Without words nothing fits better than anything else.
  if (q === '' && sort === 'relevance') return 'newest';
  return sort ?? (q === '' ? 'newest' : 'relevance');
}

export function hasFilters(query: LibraryQuery): boolean {
  return Object.keys(noFilters).some((name) => query[name as keyof typeof noFilters] !== undefined);
}

/** @param search of the address; what cannot be used in it is as if it were not there */
export function parseLibraryQuery(search: string): LibraryQuery {
  const parameters = new URLSearchParams(search);
  const text = (name: string) => {
    const value = (parameters.get(name) ?? '').trim().slice(0, 200);
    return value === '' ? undefined : value;
  };
  const date = (name: string) => {
    const value = text(name);
    return value !== undefined && isDay(value) ? value : undefined;
  };
  const minutes = (name: string) => {
    const value = Number(text(name));
    return Number.isInteger(value) && value > 0 && value <= 10_000 ? value : undefined;
  };
  const sort = text('sort');
  return {
    q: text('q') ?? '',
    from: date('from'),
    to: date('to'),
    teacher: text('teacher'),
    className: text('class'),
    subject: text('subject'),
    tag: text('tag')?.slice(0, 40),
    minMinutes: minutes('min'),
    maxMinutes: minutes('max'),
    sort: librarySorts.find((name) => name === sort),
  };
}

/** @returns `?…`, or nothing when everything is as it is without */
export function libraryQueryText(query: LibraryQuery): string {
  const parameters = new URLSearchParams();
  const values = {
    q: query.q,
    from: query.from,
    to: query.to,
    teacher: query.teacher,
    class: query.className,
    subject: query.subject,
    tag: query.tag,
    min: query.minMinutes,
    max: query.maxMinutes,
    sort: sortOf(query) === sortOf({ q: query.q, sort: undefined }) ? undefined : query.sort,
  };
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  }
  return parameters.size === 0 ? '' : `?${parameters}`;
}

const coreSorts = {
  relevance: 'relevance',
  newest: '-session_date',
  oldest: 'session_date',
  longest: '-duration',
  title: 'title',
} as const satisfies Record<LibrarySort, SearchQuery['sort']>;

/** The same as the core's search takes it; without what is not asked for. */
export function searchOf(query: LibraryQuery): Partial<SearchQuery> {
  const { from, to, teacher, className, subject, tag, minMinutes, maxMinutes } = query;
  return {
    ...(query.q === '' ? {} : { q: query.q }),
    ...(from === undefined ? {} : { date_from: from }),
    ...(to === undefined ? {} : { date_to: to }),
    ...(teacher === undefined ? {} : { teacher }),
    ...(className === undefined ? {} : { class_name: className }),
    ...(subject === undefined ? {} : { subject }),
    ...(tag === undefined ? {} : { tag }),
    ...(minMinutes === undefined ? {} : { min_duration: minMinutes * 60 }),
    ...(maxMinutes === undefined ? {} : { max_duration: maxMinutes * 60 }),
    sort: coreSorts[sortOf(query)],
  };
}

export const lengthRanges = [
  { name: 'short', minMinutes: undefined, maxMinutes: 10 },
  { name: 'medium', minMinutes: 10, maxMinutes: 30 },
  { name: 'lesson', minMinutes: 30, maxMinutes: 60 },
  { name: 'long', minMinutes: 60, maxMinutes: undefined },
] as const;
