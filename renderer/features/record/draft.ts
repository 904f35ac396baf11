/**
 * What was typed and chosen before a lesson begins. It outlives a reload and a restart of the core (this tab's own
 * storage); what rarely changes from lesson to lesson is offered again the next time (the browser's storage).
 */
import { type SourceChoice, isSafeToRemember, sourceKinds } from './source-address.ts';

export const lessonFields = ['title', 'class_name', 'subject', 'teacher_name'] as const;
export type LessonField = (typeof lessonFields)[number];

export type Draft = {
  source: SourceChoice;
  /** undefined: not touched, so the default is shown. */
  lesson: Partial<Record<LessonField, string>>;
};

type Store = Pick<Storage, 'getItem' | 'setItem'>;

const draftKey = 'airclass.record.draft';
const lastKey = 'airclass.record.last';

/** @param now storage of this tab  @param before storage of the browser, for what was chosen the last time */
export function readDraft(now: Store, before: Store): Draft {
  return parseDraft(read(now, draftKey)) ?? { source: lastSource(before), lesson: {} };
}

export function writeDraft(store: Store, draft: Draft): void {
  write(store, draftKey, draft);
}

/** Keeps what the next lesson begins with. The title is each lesson's own. */
export function rememberDraft(store: Store, draft: Draft): void {
  const { title: _, ...lesson } = draft.lesson;
  const { address } = draft.source;
  write(store, lastKey, {
    source: { ...draft.source, address: isSafeToRemember(address) ? address : '' },
    lesson,
  });
}

/** What a field shows before it is touched: what is set for this teacher, or what was used last. */
export function lessonDefaults(
  store: Store,
  profile: Partial<Record<LessonField, string>>,
): Record<LessonField, string> {
  const last = parseDraft(read(store, lastKey))?.lesson ?? {};
  const value = (field: LessonField) => {
    const set = profile[field] ?? '';
    return set === '' ? (last[field] ?? '') : set;
  };
  return {
    title: '',
    class_name: value('class_name'),
    subject: value('subject'),
    teacher_name: value('teacher_name'),
  };
}

function lastSource(store: Store): SourceChoice {
  return parseDraft(read(store, lastKey))?.source ?? parseSource({});
}

/** Takes what it understands: an older page may have written something else. */
export function parseDraft(json: unknown): Draft | undefined {
  if (!isRecord(json)) return undefined;
  const lesson: Draft['lesson'] = {};
  for (const field of lessonFields) {
    const value = isRecord(json['lesson']) ? json['lesson'][field] : undefined;
    if (typeof value === 'string') lesson[field] = value;
  }
  return { source: parseSource(isRecord(json['source']) ? json['source'] : {}), lesson };
}

function parseSource(json: Record<string, unknown>): SourceChoice {
  const text = (name: string) => (typeof json[name] === 'string' ? json[name] : undefined);
  return {
    kind: sourceKinds.find((kind) => kind === json['kind']),
    screen: text('screen'),
    camera: text('camera'),
    microphone: json['microphone'] === null ? null : text('microphone'),
    address: text('address') ?? '',
    savedId: text('savedId'),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function read(store: Store, key: string): unknown {
  try {
    return JSON.parse(store.getItem(key) ?? 'null');
  } catch {
    // Unreadable or forbidden: begin anew.
    return undefined;
  }
}

function write(store: Store, key: string, value: unknown): void {
  try {
    store.setItem(key, JSON.stringify(value));
  } catch {
    // A full or forbidden storage must not keep a lesson from being recorded.
  }
}
