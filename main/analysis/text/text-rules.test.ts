import { describe, expect, it } from 'vitest';
import {
  agreement,
  endingStarts,
  glossIn,
  isOneScript,
  isUnlikelyInKorean,
  isWordWithEnding,
  plausibility,
  toPlaces,
} from './doubtful-words.ts';
import { blankRuns, crop, inkLevel, writtenLines } from './grey-picture.ts';
import { headingOf, languageOf } from './line-facts.ts';
import { inReadingOrder } from './reading-order.ts';
import type { RecognisedSymbol } from './recognised.ts';
import { type RecognisedWord, toSegments } from './segments.ts';
import { mendParticles } from './spelling.ts';
import { spacedText } from './word-gaps.ts';

/** Signs of 20 × 24 px from `x` on; a space leaves a gap, `confidence` is that of the word and of each sign. */
function word(text: string, x: number, options: { y?: number; confidence?: number } = {}): RecognisedWord {
  const { y = 100, confidence = 0.95 } = options;
  const symbols = Array.from(text).map((letter, at): RecognisedSymbol => ({
    text: letter,
    confidence,
    wordConfidence: confidence,
    box: { x: x + at * 22, y, width: 20, height: 24 },
    startsWord: at === 0,
  }));
  return { symbols, confidence, box: { x, y, width: symbols.length * 22 - 2, height: 24 } };
}

const textOf = (words: readonly RecognisedWord[]): string =>
  words.map(({ symbols }) => symbols.map(({ text }) => text).join('')).join(' ');

function lineOf(...words: RecognisedWord[]) {
  const first = words[0]?.box ?? { x: 0, y: 0, width: 0, height: 0 };
  const last = words.at(-1)?.box ?? first;
  return { words, box: { ...first, width: last.x + last.width - first.x } };
}

// Signs are 2 px apart; words as far as they are given.
const blanksOf = (words: readonly RecognisedWord[]) =>
  words
    .slice(1)
    .map(({ box }, at) => ({ start: (words[at]?.box.x ?? 0) + (words[at]?.box.width ?? 0), end: box.x }));

const signsOf = (found: readonly RecognisedSymbol[] | undefined) =>
  found?.map((symbol) => symbol.text).join('');

const placed = (text: string, x: number, y: number) => ({
  text,
  box: { x, y, width: text.length * 14, height: 28 },
});

const tall = (text: string, letterHeight: number, y: number) => ({
  text,
  letterHeight,
  box: { x: 0, y, width: 300, height: letterHeight },
});

const placesOf = (...words: RecognisedWord[]) =>
  toPlaces(words, blanksOf(words)).map(({ words: of, isDoubtful }) => [textOf(of), isDoubtful]);

describe('spaces', () => {
  const syllables = [word('이', 0), word('차', 22), word('방', 44), word('정', 80), word('식', 102)].flatMap(
    ({ symbols }) => symbols,
  );

  it('stand in Korean where the picture has a gap, not where the recogniser saw a word', () => {
    const blanks = [
      { start: 20, end: 22 },
      { start: 42, end: 44 },
      { start: 64, end: 80 },
      { start: 100, end: 102 },
    ];
    expect(spacedText(syllables, blanks)).toBe('이차방 정식');
  });

  it('stand there too when the boxes of the signs are far too high', () => {
    const high = word('광합성의장소', 0).symbols;
    for (const [at, { box }] of high.entries())
      Object.assign(box, { x: at * 22 + (at < 4 ? 0 : 8), height: 60 });
    expect(spacedText(high, [{ start: 86, end: 96 }])).toBe('광합성의 장소');
  });

  it('stand in English where the recogniser saw a word', () => {
    const english = [word('two', 0), word('items', 70)].flatMap(({ symbols }) => symbols);
    expect(spacedText(english, [])).toBe('two items');
  });

  it('a bar that stands alone in English is an I', () => {
    const english = [word('|', 0), word('saw', 30), word('it', 110)].flatMap(({ symbols }) => symbols);
    expect(spacedText(english, [])).toBe('I saw it');
  });
});

describe('spelling', () => {
  it('knows that no word ends in 으, and leaves all others alone', () => {
    expect(mendParticles('밑으 변환 공식')).toBe('밑의 변환 공식');
    expect(mendParticles('로그으')).toBe('로그의');
    for (const text of ['왼쪽으로 가면', '으', '으으 춥다', 'x 으 y']) expect(mendParticles(text)).toBe(text);
  });
});

describe('segments', () => {
  it('are cut where columns meet, and keep words of a line together', () => {
    const segments = toSegments([lineOf(word('left', 100), word('side', 200), word('right', 600))]);
    expect(segments.map(({ words }) => textOf(words))).toEqual(['left side', 'right']);
  });

  it('join pieces of one line that were found apart', () => {
    expect(
      toSegments([lineOf(word('two', 180)), lineOf(word('one', 100))]).map(({ words }) => textOf(words)),
    ).toEqual(['one two']);
  });

  it('leave out bullets and bars, but not a word that begins a line', () => {
    const bullet = word('e', 100);
    bullet.box = { x: 100, y: 108, width: 9, height: 9 };
    const bar = word('|', 100);
    bar.box = { x: 100, y: 90, width: 6, height: 44 };
    const letter = word('I', 100);
    letter.box = { x: 106, y: 100, width: 5, height: 24 };
    expect(toSegments([lineOf(bullet, word('point', 130))]).map(({ words }) => textOf(words))).toEqual([
      'point',
    ]);
    expect(toSegments([lineOf(bar, word('heading', 130))]).map(({ words }) => textOf(words))).toEqual([
      'heading',
    ]);
    expect(toSegments([lineOf(letter, word('saw', 130))]).map(({ words }) => textOf(words))).toEqual([
      'I saw',
    ]);
  });

  it('hold a place that was read twice once', () => {
    const found = toSegments([lineOf(word('whole', 100), word('line', 230)), lineOf(word('lin', 232))]);
    expect(found.map(({ words }) => textOf(words))).toEqual(['whole line']);
  });
});

describe('doubtful places', () => {
  it('are words of low confidence, rare signs, and Latin words in a Korean line', () => {
    expect(placesOf(word('변수', 0), word('{x', 60), word('값을', 160), word('DNA', 260))).toEqual([
      ['변수', false],
      ['{x', true],
      ['값을', false],
      ['DNA', true],
    ]);
    expect(placesOf(word('two', 0), word('items', 80))).toEqual([
      ['two', false],
      ['items', false],
    ]);
  });

  it('are as long as the word in the picture, however it was taken apart', () => {
    expect(
      placesOf(word('미', 0), word('1', 22, { confidence: 0.5 }), word('는', 44), word('이중', 90)),
    ).toEqual([
      ['미 1 는', true],
      ['이중', false],
    ]);
    expect(placesOf(word('(vari8)', 0, { confidence: 0.2 }), word('에', 120))).toEqual([
      ['(vari8) 에', true],
    ]);
  });

  it('may be a Latin word with a Korean ending, cut at a gap as wide as a syllable from the end', () => {
    const box = { x: 100, y: 0, width: 90, height: 30 };
    const blanks = [
      { start: 118, end: 120 },
      { start: 140, end: 142 },
      { start: 162, end: 164 },
    ];
    expect(endingStarts(box, blanks, 25)).toEqual([163, 141, 119]);
    expect(endingStarts(box, blanks, 60)).toEqual([119]);
    const dna = word('DNA', 0).symbols;
    expect(isWordWithEnding(dna, word('는', 70).symbols)).toBe(true);
    expect(isWordWithEnding(dna, word('E', 70).symbols)).toBe(false);
    expect(isWordWithEnding(word('다가', 0).symbols, word('는', 70).symbols)).toBe(false);
  });

  it('may hold a gloss in brackets', () => {
    expect(signsOf(glossIn(word('st(function)2', 0).symbols))).toBe('(function)');
    expect(glossIn(word('function', 0).symbols)).toBeUndefined();
    expect(glossIn(word('(034040)', 0).symbols)).toBeUndefined();
  });

  it('are decided by how much a reading looks like writing', () => {
    expect(plausibility([])).toBe(0);
    expect(plausibility(word('변수', 0).symbols)).toBeGreaterThan(plausibility(word('ㅂ^', 0).symbols));
    expect(plausibility(word('변수', 0).symbols)).toBeGreaterThan(plausibility(word('변3수4', 0).symbols));
    expect(isOneScript(word('변수x', 0).symbols)).toBe(false);
    expect(isUnlikelyInKorean(word('=', 0).symbols)).toBe(true);
    expect(isUnlikelyInKorean(word('10', 0).symbols)).toBe(false);
    expect(agreement(word('b2-4ac', 0).symbols, word('b2=4ac', 0).symbols)).toBeGreaterThan(0.8);
    expect(agreement(word('noise', 0).symbols, word('7|', 0).symbols)).toBe(0);
  });
});

describe('reading order', () => {
  const order = (segments: ReturnType<typeof placed>[], rules = false) =>
    inReadingOrder(segments, () => rules).map((row) => row.map(({ text }) => text).join(' + '));

  const columns = [
    placed('Two ways to say it, one heading over both', 100, 40),
    placed('I saw the film yesterday.', 100, 140),
    placed('I have seen the film twice.', 700, 140),
    placed('She lived in Busan in 2010.', 100, 190),
    placed('She has lived there since 2010.', 700, 190),
    placed('It ends.', 100, 240),
  ];

  it('goes down one column before the next', () => {
    expect(order(columns)).toEqual([
      'Two ways to say it, one heading over both',
      'I saw the film yesterday.',
      'She lived in Busan in 2010.',
      'It ends.',
      'I have seen the film twice.',
      'She has lived there since 2010.',
    ]);
  });

  it('goes along the rows of a table, by its short cells or by its lines', () => {
    const cells = [
      placed('Water', 100, 100),
      placed('100', 500, 100),
      placed('Iron', 100, 150),
      placed('2862', 500, 150),
    ];
    expect(order(cells)).toEqual(['Water + 100', 'Iron + 2862']);
    expect(order(columns, true)).toContain('I saw the film yesterday. + I have seen the film twice.');
  });
});

describe('a heading', () => {
  it('is the largest line, of two lines when it goes on, the first line when sizes hardly differ', () => {
    expect(headingOf([tall('Unit 4', 20, 0), tall('Photosynthesis', 60, 50), tall('plants', 30, 150)])).toBe(
      'Photosynthesis',
    );
    expect(
      headingOf([
        tall('A very long', 60, 0),
        tall('heading', 60, 70),
        tall('a', 30, 160),
        tall('b', 30, 200),
        tall('c', 30, 240),
      ]),
    ).toBe('A very long heading');
    expect(headingOf([tall('one line', 30, 0), tall('another', 32, 40)])).toBe('one line');
    expect(headingOf([])).toBe('');
  });
  it('and its language are told', () => {
    expect([languageOf('광합성'), languageOf('leaf'), languageOf('DNA는'), languageOf('12:30')]).toEqual([
      'ko',
      'en',
      'mixed',
      'other',
    ]);
  });
});

describe('a grey picture', () => {
  const width = 120;
  const data = new Uint8Array(width * 60).fill(230);
  // Three strokes, and a panel's edge far below.
  for (const x of [20, 24, 28, 32, 36, 40, 44, 48, 60, 64, 68, 72])
    for (let y = 10; y < 30; y += 1) data.fill(30, y * width + x, y * width + x + 2);
  const picture = { width, height: 60, data };

  it('knows ink from ground and the gaps between letters', () => {
    const { level, isDark } = inkLevel(picture);
    expect([level >= 30 && level < 230, isDark]).toEqual([true, true]);
    const line = crop(picture, { x: 20, y: 10, width: 54, height: 20 }, 2);
    const gaps = blankRuns(line.picture).map(({ start, end }) => ({
      start: start + line.box.x,
      end: end + line.box.x,
    }));
    expect(gaps).toContainEqual({ start: 50, end: 60 });
    expect(gaps).toHaveLength(11);
  });

  it('shows where something is written', () => {
    const [box, ...more] = writtenLines(picture);
    expect(more).toEqual([]);
    expect(box).toMatchObject({ y: 10, height: 20 });
  });
});
