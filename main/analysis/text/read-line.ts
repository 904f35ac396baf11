/** Reads the doubtful places of a line again, and joins its words as they stand in the picture. */
import type { Box } from '../../../contract/analysis.ts';
import {
  type Place,
  agreement,
  endingStarts,
  glossIn,
  isUnlikelyInKorean,
  isOneScript,
  isWordWithEnding,
  plausibility,
  sureConfidence,
  toPlaces,
} from './doubtful-words.ts';
import { type GreyPicture, blankRuns, crop } from './grey-picture.ts';
import { type RecognisedSymbol, isHangul, isLatin, meanWordConfidence, median } from './recognised.ts';
import type { Reading } from './recogniser.ts';
import type { RecognisedLine, Segment } from './segments.ts';
import { mendParticles } from './spelling.ts';
import { spacedText } from './word-gaps.ts';

export type ReadLine = {
  text: string;
  confidence: number;
  /** Signs of words that are sure. */
  sureSigns: number;
  box: Box;
  letterHeight: number;
};

export type Reader = (reading: Reading, picture: GreyPicture) => Promise<RecognisedLine[]>;

type Blank = { start: number; end: number };

/** What is known around a place: its line, and where its neighbours end and begin. */
type LinePlace = {
  box: Box;
  blanks: readonly Blank[];
  syllableWidth: number;
  limits: { left: number; right: number };
  /** Most of the words that are sure are Korean. */
  isKorean: boolean;
};

/** In a Korean line a Latin reading must be this much better: capitals are what syllables are taken for. */
const koreanBonus = 0.04;
/** Share of the signs that two readings have in common when there is something to read. */
const confirming = 0.6;
/** Around what is read alone, px: Tesseract wants some ground. */
const margin = 6;
/** What the recogniser's layout passed over is mostly no writing: it must be surer. */
const foundConfidence = 0.8;

export async function readLine(reader: Reader, picture: GreyPicture, segment: Segment): Promise<ReadLine> {
  const line = crop(picture, segment.box, margin);
  const blanks = blanksOf(line);
  const syllables = segment.words.flatMap(({ symbols }) => symbols).filter(({ text }) => isHangul(text));
  // Boxes of single syllables are rough: they are nearly as wide as high.
  const measured = median(syllables.map(({ box }) => box.width));
  const syllableWidth = Math.min(segment.box.height, Math.max(segment.box.height * 0.75, measured));
  const symbols: RecognisedSymbol[] = [];
  const places = toPlaces(segment.words, blanks);
  const sure = places
    .filter(({ isDoubtful }) => !isDoubtful)
    .flatMap(({ words }) => words.flatMap((word) => word.symbols));
  const isKorean =
    sure.filter(({ text }) => isHangul(text)).length > sure.filter(({ text }) => isLatin(text)).length;
  for (const [position, place] of places.entries()) {
    const before = places[position - 1]?.box;
    const limits = {
      left: before === undefined ? 0 : before.x + before.width,
      right: places[position + 1]?.box.x ?? picture.width,
    };
    const found = place.isDoubtful
      ? await readPlace(reader, picture, place, { box: segment.box, blanks, syllableWidth, limits, isKorean })
      : undefined;
    symbols.push(...(found ?? place.words.flatMap((word) => word.symbols)));
  }
  return {
    text: mendParticles(spacedText(symbols, blanks).normalize('NFC')),
    confidence: meanWordConfidence(symbols),
    sureSigns: symbols.filter(({ wordConfidence }) => wordConfidence >= sureConfidence).length,
    box: segment.box,
    letterHeight: segment.box.height,
  };
}

/** A line that contrast alone found; undefined when it is none. */
export async function readFound(
  reader: Reader,
  picture: GreyPicture,
  box: Box,
): Promise<ReadLine | undefined> {
  const area = crop(picture, box, margin);
  const readings = await inEach(reader, picture, area.box);
  const best =
    readings.toSorted((left, right) => meanWordConfidence(right) - meanWordConfidence(left))[0] ?? [];
  const confidence = meanWordConfidence(best);
  const letters = best.filter(({ text }) => /[\p{L}\p{N}]/u.test(text)).length;
  if (letters < 2 || letters < best.length / 2 || confidence < foundConfidence) return undefined;
  const blanks = blanksOf(area);
  return {
    text: mendParticles(spacedText(best, blanks).normalize('NFC')),
    confidence,
    sureSigns: best.length,
    box,
    letterHeight: box.height,
  };
}

/** @returns the best reading, or undefined when there is none but the one that was doubted */
async function readPlace(
  reader: Reader,
  picture: GreyPicture,
  place: Place,
  line: LinePlace,
): Promise<readonly RecognisedSymbol[] | undefined> {
  const snug = snapped(place.box, line);
  const first = place.words.flatMap(({ symbols }) => symbols);
  const readings = await readingsOf(reader, picture, snug, line);
  const korean = readings[0]?.symbols ?? [];
  // A bracket before the word is easily taken for a part of the syllable to its left.
  const wide = withBracket(snug, line);
  const withBracketRead = wide === undefined ? [] : await readingsOf(reader, picture, wide, line);
  const bracketed = withBracketRead.filter(({ symbols }) => /^[([{'"“‘]$/.test(symbols[0]?.text ?? ''));
  for (const { symbols } of [readings[1], withBracketRead[1]].filter((reading) => reading !== undefined)) {
    const gloss = await glossReading(reader, picture, snug, { korean, english: symbols });
    if (gloss !== undefined) readings.push(gloss);
  }
  readings.push(...bracketed);
  const candidates = [...readings, { symbols: first, score: plausibility(first), hasEnding: false }].filter(
    ({ symbols, hasEnding }) => hasEnding || isOneScript(symbols),
  );
  for (const candidate of candidates) {
    if (!line.isKorean || candidate.hasEnding) continue;
    if (isUnlikelyInKorean(candidate.symbols) && !isUnlikelyInKorean(first)) candidate.score *= 0.5;
    else if (!candidate.symbols.some(({ text }) => isHangul(text))) candidate.score -= koreanBonus;
  }
  const best = candidates.toSorted((left, right) => right.score - left.score)[0];
  if (best === undefined) return undefined;
  const isConfirmed =
    best.hasEnding ||
    candidates.some(
      ({ symbols }) => symbols !== best.symbols && agreement(symbols, best.symbols) >= confirming,
    );
  const confidence = isConfirmed ? best.score : 0;
  return best.symbols.map((symbol) => withConfidence(symbol, Math.max(symbol.wordConfidence, confidence)));
}

type Candidate = { symbols: readonly RecognisedSymbol[]; score: number; hasEnding: boolean };

/** With a gloss in brackets: what is before and behind it is Korean. @param korean the whole place read as Korean */
async function glossReading(
  reader: Reader,
  picture: GreyPicture,
  box: Box,
  { korean, english }: { korean: readonly RecognisedSymbol[]; english: readonly RecognisedSymbol[] },
): Promise<Candidate | undefined> {
  const gloss = glossIn(english);
  const [open, close] = [gloss?.[0], gloss?.at(-1)];
  if (gloss === undefined || open === undefined || close === undefined) return undefined;
  const end = close.box.x + close.box.width;
  const side = async (
    x: number,
    width: number,
    instead: () => RecognisedSymbol[],
  ): Promise<RecognisedSymbol[]> => {
    if (width <= box.height * 0.4) return [];
    const seen = await read(reader, 'korean_line', picture, { ...box, x, width });
    // At the seam a piece of a bracket may be seen; alone a narrow syllable may be read as none.
    const syllables = seen.filter(({ text }) => isHangul(text));
    return syllables.length > 0 ? syllables : instead();
  };
  const before = await side(box.x, open.box.x - 1 - box.x, () => hangulBefore(korean));
  const behind = await side(end + 1, box.x + box.width - end - 1, () =>
    hangulBefore(korean.toReversed()).toReversed(),
  );
  // In the whole reading the word was judged together with syllables it cannot know.
  const sure = gloss.map((symbol) => withConfidence(symbol, symbol.confidence));
  const symbols = [...before, ...sure, ...behind];
  return { symbols, score: plausibility(symbols), hasEnding: true };
}

function hangulBefore(symbols: readonly RecognisedSymbol[]): RecognisedSymbol[] {
  const end = symbols.findIndex(({ text }) => !isHangul(text));
  return symbols.slice(0, end < 0 ? symbols.length : end);
}

/** A place in Korean, in English, and as a Latin word with a Korean ending. */
async function readingsOf(
  reader: Reader,
  picture: GreyPicture,
  box: Box,
  line: { blanks: readonly Blank[]; syllableWidth: number },
): Promise<Candidate[]> {
  const readings: Candidate[] = [];
  for (const symbols of await inEach(reader, picture, box)) {
    readings.push({ symbols, score: plausibility(symbols), hasEnding: false });
  }
  for (const [position, at] of endingStarts(box, line.blanks, line.syllableWidth).entries()) {
    const seen = await read(reader, 'korean_line', picture, {
      ...box,
      x: at,
      width: box.x + box.width - at,
    });
    // At the seam a piece of the letter before may be seen.
    const ending = seen.filter(({ text }) => isHangul(text));
    if (ending.length === 0 || ending.length < seen.length - 1) continue;
    const word = await read(reader, 'english_line', picture, { ...box, width: at - box.x });
    if (!isWordWithEnding(word, ending)) continue;
    // Of two that are as good the shorter ending is right: what is before it is read better as what it is.
    const score = Math.min(plausibility(word), plausibility(ending)) + 0.01 - 0.005 * position;
    readings.push({ symbols: [...word, ...ending], score, hasEnding: true });
  }
  return readings;
}

/** The place widened to the blank columns around it, as high as its line: boxes of words cut letters off. */
function snapped(box: Box, line: LinePlace): Box {
  const reach = line.box.height * 0.35;
  const right = box.x + box.width;
  const before = line.blanks.findLast(({ start, end }) => start <= box.x && box.x - end <= reach);
  const after = line.blanks.find(({ start, end }) => end >= right && start - right <= reach);
  const from = Math.min(box.x, before === undefined ? line.box.x : Math.max(before.start, before.end - 4));
  const to = Math.max(right, after === undefined ? right : Math.min(after.end, after.start + 4));
  const left = Math.max(from, Math.min(box.x, line.limits.left));
  const end = Math.min(to, Math.max(right, line.limits.right));
  return { x: left, y: line.box.y, width: end - left, height: line.box.height };
}

/** With one more narrow sign to the left, if there is one between two blanks. */
function withBracket(box: Box, line: { box: Box; blanks: readonly Blank[] }): Box | undefined {
  const near = line.blanks.findLast(({ start }) => start <= box.x + 4 && start > box.x - 6);
  const far = line.blanks.findLast(({ end }) => near !== undefined && end < near.start);
  if (near === undefined || far === undefined || near.start - far.end > line.box.height * 0.28)
    return undefined;
  return { ...box, x: far.end - 1, width: box.x + box.width - far.end + 1 };
}

/** Columns without ink, in pixels of the whole picture. */
function blanksOf({ picture, box }: { picture: GreyPicture; box: Box }): Blank[] {
  return blankRuns(picture).map(({ start, end }) => ({ start: start + box.x, end: end + box.x }));
}

async function inEach(
  reader: Reader,
  picture: GreyPicture,
  box: Box,
): Promise<[RecognisedSymbol[], RecognisedSymbol[]]> {
  return [await read(reader, 'korean_line', picture, box), await read(reader, 'english_line', picture, box)];
}

async function read(
  reader: Reader,
  reading: Reading,
  picture: GreyPicture,
  box: Box,
): Promise<RecognisedSymbol[]> {
  const part = crop(picture, box, 0);
  const lines = await reader(reading, framed(part.picture));
  return lines
    .flatMap(({ words }) => words)
    .flatMap(({ symbols }) => symbols)
    .map((symbol) => movedBy(symbol, part.box.x - margin, part.box.y - margin));
}

function withConfidence(symbol: RecognisedSymbol, wordConfidence: number): RecognisedSymbol {
  return { ...symbol, wordConfidence };
}

function movedBy(symbol: RecognisedSymbol, x: number, y: number): RecognisedSymbol {
  return { ...symbol, box: { ...symbol.box, x: symbol.box.x + x, y: symbol.box.y + y } };
}

/** Ground around a cut-out, of the colour of its edge, so that neighbours are not seen. */
function framed({ width, height, data }: GreyPicture): GreyPicture {
  const edge: number[] = [];
  for (let x = 0; x < width; x += 1) edge.push(data[x] ?? 0, data[(height - 1) * width + x] ?? 0);
  const ground = median(edge);
  const wide = width + 2 * margin;
  const framedData = new Uint8Array(wide * (height + 2 * margin)).fill(ground);
  for (let y = 0; y < height; y += 1) {
    framedData.set(data.subarray(y * width, (y + 1) * width), (y + margin) * wide + margin);
  }
  return { width: wide, height: height + 2 * margin, data: framedData };
}
