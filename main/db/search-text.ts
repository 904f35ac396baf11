/**
 * How text is cut for the full-text index, and how a query is read. Pure.
 *
 * Korean has no reliable word ends (조사 stick to words, compounds are written together), so runs of syllables are cut
 * into overlapping pairs and a longer query is a phrase of pairs: 방정식 is found inside 이차방정식을. What pairs cannot
 * answer (one syllable, the beginning of an English word, a title hit, an exact filter) is indexed as a token of its
 * own, told apart by a private-use character in front, so that every query kind is a plain term or phrase that SQLite
 * can walk without merging: prefix queries over frequent words were the slow ones.
 */
import { createHash } from 'node:crypto';
import { foldTag } from '../../contract/common.ts';

/** Private-use characters: letters to the unicode61 tokenizer, never in anyone's text. */
const mark = {
  title: '\uE000',
  syllable: '\uE001',
  prefix: '\uE002',
  initials: '\uE003',
  symbol: '\uE004',
  filter: '\uE005',
} as const;

/** Beginnings of Latin words are indexed up to this many letters. */
const maxPrefix = 10;
/** A query is read up to this many terms; the rest narrows nothing a person would miss. */
const maxTerms = 12;
const maxRun = 64;

const syllabic = String.raw`[\uAC00-\uD7A3\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]`;
const runPattern = new RegExp(
  String.raw`(?<syllables>${syllabic}+)|(?<jamo>[\u3131-\u318E]+)|(?<word>(?:(?!${syllabic}|[\u3131-\u318E])[\p{L}\p{M}\p{N}])+)|(?<symbol>\p{Sm})`,
  'gu',
);

export type Term =
  | { kind: 'syllables' | 'jamo' | 'number' | 'symbol'; text: string }
  /** `stem` equals `text` when nothing was cut off. */
  | { kind: 'word'; text: string; stem: string };

/** NFC, private-use and broken characters removed. Ranges of `highlight` count in this text. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[\uE000-\uF8FF\uFFFD]/g, ' ');
}

/** Lower case of the same length, so that positions stay. */
export function foldCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (character) => {
    const small = character.toLowerCase();
    return small.length === character.length ? small : character;
  }).join('');
}

/** A light English stem: plural, -ing, -ed, -ly. Both sides of the search use it, so it only has to be consistent. */
export function stemEnglish(word: string): string {
  if (!/^[a-z]{4,}$/.test(word)) return word;
  const rules: [RegExp, string][] = [
    [/ies$/, 'y'],
    [/(ss|x|ch|sh)es$/, '$1'],
    [/([^su])s$/, '$1'],
    [/([^aeiou])\1(?:ing|ed)$/, '$1'],
    [/(?:ing|ed|ly)$/, ''],
  ];
  for (const [ending, replacement] of rules) {
    if (!ending.test(word)) continue;
    const stem = word.replace(ending, replacement);
    if (stem.length >= 3 && /[aeiouy]/.test(stem)) return stem;
  }
  return word;
}

/** The searchable pieces of a text, in order. */
export function terms(text: string): Term[] {
  const found: Term[] = [];
  for (const match of foldCase(cleanText(text)).matchAll(runPattern)) {
    const { syllables, jamo, word, symbol } = match.groups ?? {};
    if (syllables !== undefined) found.push({ kind: 'syllables', text: syllables });
    else if (jamo !== undefined) found.push({ kind: 'jamo', text: jamo });
    else if (symbol !== undefined) found.push({ kind: 'symbol', text: symbol });
    else if (word !== undefined && /^\p{N}+$/u.test(word)) found.push({ kind: 'number', text: word });
    else if (word !== undefined) found.push({ kind: 'word', text: word, stem: stemEnglish(word) });
  }
  return found;
}

/** Terms of a query, each once. */
export function queryTerms(q: string): Term[] {
  const unique = new Map<string, Term>();
  for (const term of terms(q)) {
    const text = Array.from(term.text).slice(0, maxRun).join('');
    unique.set(`${term.kind} ${text}`, { ...term, text });
  }
  return [...unique.values()].slice(0, maxTerms);
}

/** Shortest part that a word is taken apart into: one syllable alone stands in nearly every lesson. */
const shortestPart = 2;
/** Longer words are taken apart within their first syllables only. */
const maxSplitSyllables = 9;

/** The ways a Korean word may have been written with a space in it: 이차방정식 is found in 이차 방정식. */
export function spacings(term: Term): [Term, Term][] {
  if (term.kind !== 'syllables') return [];
  const syllables = Array.from(term.text);
  const ways: [Term, Term][] = [];
  for (let at = shortestPart; at <= Math.min(syllables.length, maxSplitSyllables) - shortestPart; at += 1) {
    ways.push([
      { kind: 'syllables', text: syllables.slice(0, at).join('') },
      { kind: 'syllables', text: syllables.slice(at).join('') },
    ]);
  }
  return ways;
}

/** Overlapping pairs of characters; a single character stays itself. */
export function pairs(text: string): string[] {
  const characters = Array.from(text);
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

function symbolToken(symbol: string): string {
  return `${mark.symbol}${symbol.codePointAt(0)?.toString(36) ?? ''}`;
}

function beginnings(word: string): string[] {
  const letters = Array.from(word);
  return letters.slice(0, maxPrefix).map((_, index) => letters.slice(0, index + 1).join(''));
}

function prefixesOf(term: Extract<Term, { kind: 'word' }>): string[] {
  return term.stem === term.text
    ? beginnings(term.text)
    : [...beginnings(term.text), ...beginnings(term.stem)];
}

/** Tokens that keep the order of the text: pairs, words, numbers. */
function bodyTokens(term: Term): string[] {
  if (term.kind === 'syllables' || term.kind === 'jamo') return pairs(term.text);
  return term.kind === 'symbol' ? [symbolToken(term.text)] : [term.text];
}

/** Tokens whose order doesn't matter: single syllables and beginnings of words. */
function looseTokens(term: Term): string[] {
  if (term.kind === 'syllables' || term.kind === 'jamo') {
    return Array.from(term.text, (character) => mark.syllable + character);
  }
  return term.kind === 'word' ? prefixesOf(term).map((prefix) => mark.prefix + prefix) : [];
}

const firstConsonants = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';

/** 초성 of each Hangul syllable, other characters as they are; the length stays. */
export function initialsOf(text: string): string {
  return text.replaceAll(/[가-힣]/g, (syllable) => {
    const index = Math.floor((syllable.charCodeAt(0) - 0xac_00) / 588);
    return firstConsonants.charAt(index);
  });
}

/** Whether a query term can be meant as initials. */
export function isInitials(term: Term): boolean {
  return term.kind === 'jamo' && Array.from(term.text).every((letter) => firstConsonants.includes(letter));
}

export type LessonText = {
  title: string;
  /** Teacher, class, subject, tags. */
  people: string;
  chapters: string;
  slides: string;
  chat: string;
  description: string;
  /** Values that filters compare exactly. */
  filters: {
    teacherName: string;
    teacherId: string | null;
    className: string;
    subject: string;
    tags: readonly string[];
  };
};

/** One row of the index: a string of tokens for each of its columns. */
export type IndexedText = Record<
  'title' | 'people' | 'chapters' | 'slides' | 'chat' | 'description' | 'marks' | 'initials',
  string
>;

export function indexedText(lesson: LessonText): IndexedText {
  const marks = new Set<string>();
  const initials = new Set<string>();
  const column = (text: string, options: { isNamed: boolean; eachOnce?: boolean }): string => {
    const tokens: string[] = [];
    const seen = new Set<string>();
    for (const term of terms(text)) {
      // Phrases never reach over the end of a run, so a long chat only needs each of its words once.
      if (options.eachOnce === true && seen.has(term.text)) continue;
      seen.add(term.text);
      tokens.push(...bodyTokens(term));
      for (const token of looseTokens(term)) marks.add(token);
      if (options.isNamed && term.kind === 'syllables') initials.add(initialsOf(term.text));
    }
    return tokens.join(' ');
  };
  const titleTerms = terms(lesson.title);
  const titleMarks = titleTerms.flatMap((term) =>
    bodyTokens(term)
      .concat(looseTokens(term))
      .map((token) => mark.title + token),
  );
  const row = {
    title: [column(lesson.title, { isNamed: true }), ...titleMarks].join(' '),
    people: column(lesson.people, { isNamed: true }),
    chapters: column(lesson.chapters, { isNamed: true }),
    slides: column(lesson.slides, { isNamed: false }),
    chat: column(lesson.chat, { isNamed: false, eachOnce: true }),
    description: column(lesson.description, { isNamed: false }),
  };
  for (const token of filterTokens(lesson.filters)) marks.add(token);
  return {
    ...row,
    marks: [...marks].join(' '),
    initials: Array.from(initials, (run) =>
      [...pairs(run), ...new Set(run)].map((token) => mark.initials + token).join(' '),
    ).join(' '),
  };
}

function filterToken(field: 't' | 'i' | 'c' | 's' | 'g', value: string): string {
  return `${mark.filter}${field}${createHash('sha1').update(value).digest('hex').slice(0, 16)}`;
}

function filterTokens(filters: LessonText['filters']): string[] {
  return [
    filterToken('t', filters.teacherName),
    ...(filters.teacherId === null ? [] : [filterToken('i', filters.teacherId)]),
    filterToken('c', filters.className),
    filterToken('s', filters.subject),
    ...filters.tags.map((tag) => filterToken('g', foldTag(tag))),
  ];
}

/** Every token is quoted; the characters that could end the quote were never taken into a token. */
const phrase = (tokens: string[]): string => `"${tokens.join(' ')}"`;

function termExpression(term: Term, titlePrefix: string): string {
  if (term.kind === 'word') {
    const beginning = (word: string): string =>
      phrase([titlePrefix + mark.prefix + Array.from(word).slice(0, maxPrefix).join('')]);
    // Beyond the indexed beginning the whole word has to be there.
    if (Array.from(term.text).length > maxPrefix) {
      const whole = `(${beginning(term.text)} AND ${phrase([titlePrefix + term.text])})`;
      return term.stem === term.text ? whole : `(${whole} OR ${beginning(term.stem)})`;
    }
    return term.stem === term.text
      ? beginning(term.text)
      : `(${beginning(term.text)} OR ${beginning(term.stem)})`;
  }
  const isSingle = (term.kind === 'syllables' || term.kind === 'jamo') && Array.from(term.text).length === 1;
  const tokens = isSingle ? looseTokens(term) : bodyTokens(term);
  return phrase(tokens.map((token) => titlePrefix + token));
}

/** FTS5 expression of one term anywhere in the lesson. */
export function anywhere(term: Term): string {
  return termExpression(term, '');
}

/** FTS5 expression of one term in the title. */
export function inTitle(term: Term): string {
  return termExpression(term, mark.title);
}

/** FTS5 expression of a run of initials. */
export function asInitials(term: Term): string {
  return phrase(pairs(term.text).map((token) => mark.initials + token));
}

export type ExactFilters = {
  teacher?: string | undefined;
  class_name?: string | undefined;
  subject?: string | undefined;
  tag?: string | undefined;
};

/** FTS5 expressions that narrow to exact values; the rows are compared again afterwards. */
export function filterExpressions(filters: ExactFilters): string[] {
  const found: string[] = [];
  if (filters.teacher !== undefined) {
    const byName = phrase([filterToken('t', filters.teacher)]);
    found.push(`(${byName} OR ${phrase([filterToken('i', filters.teacher)])})`);
  }
  if (filters.class_name !== undefined) found.push(phrase([filterToken('c', filters.class_name)]));
  if (filters.subject !== undefined) found.push(phrase([filterToken('s', filters.subject)]));
  if (filters.tag !== undefined) found.push(phrase([filterToken('g', foldTag(filters.tag))]));
  return found;
}
