/**
 * Operation of the analysis host: what stands on a picture, Korean and English, in the order people read it.
 * The whole picture is read once; lines that are doubtful or hold both scripts are read again in each language.
 */
import { default as sharp } from 'sharp';
import type { Box, TextLine } from '../../../contract/analysis.ts';
import { AppError } from '../../base/app-error.ts';
import type { HostContext } from '../host/operation.ts';
import { type GreyPicture, writtenLines } from './grey-picture.ts';
import { type ReadLine, type Reader, readFound, readLine } from './read-line.ts';
import { headingOf, languageOf } from './line-facts.ts';
import { hasRules } from './rules.ts';
import { inReadingOrder } from './reading-order.ts';
import { around, median, sharedArea } from './recognised.ts';
import { recognise } from './recogniser.ts';
import { toSegments } from './segments.ts';
import { decoding } from '../vision/picture.ts';

export type ReadTextArgs = {
  /** A picture in any format that sharp reads. */
  image: Uint8Array;
};
export type ReadText = {
  lines: TextLine[];
  /** Lines in reading order, one per line. */
  text: string;
  /** The line that names the screen; empty when there is no text. */
  heading: string;
  /** Of the picture as it is seen, px; the boxes are in these. */
  width: number;
  height: number;
};

/** Larger pictures are read worse and slower: 0.028 at 1920 against 0.019 at 1280 (error rate, generated slides). */
const readingWidth = 1280;
/** Lines below are noise: edges of pictures, patterns. */
const leastConfidence = 0.6;
/** … unless so many signs of them are sure: one bad word must not cost its line. */
const leastSureSigns = 4;

export async function readText(
  context: HostContext,
  args: ReadTextArgs,
  signal: AbortSignal,
): Promise<ReadText> {
  const folder = context.modelPath('tesseract');
  const { picture, width, height } = await toGrey(args.image);
  const reader: Reader = async (reading, part) => recognise(folder, reading, part, signal);
  const segments = toSegments(await reader('page', picture));
  const written = writtenLines(picture);
  const lines: ReadLine[] = [];
  for (const box of written) {
    // Large letters are sometimes taken for two lines, one above the other, and both are nonsense.
    const halves = segments.filter((segment) => isHalfOf(segment.box, box));
    const line = halves.length < 2 ? undefined : await readFound(reader, picture, box);
    if (line === undefined) continue;
    lines.push(line);
    for (const half of halves) segments.splice(segments.indexOf(half), 1);
  }
  for (const segment of segments) {
    const line = await readLine(reader, picture, segment);
    const isText = line.confidence >= leastConfidence || line.sureSigns >= leastSureSigns;
    if (isText && /[\p{L}\p{N}]/u.test(line.text)) lines.push(line);
  }
  for (const box of written) {
    if (lines.some((line) => sharedArea(line.box, box) > 0.1)) continue;
    const line = await readFound(reader, picture, box);
    if (line !== undefined) lines.push(line);
  }
  const scale = width / picture.width;
  const ordered = inReadingOrder(lines, (area, rows) => hasRules(picture, area, rows)).map((line) => ({
    text: line.map(({ text }) => text).join(' '),
    confidence: Math.min(1, line.reduce((sum, { confidence }) => sum + confidence, 0) / line.length),
    box: around(line.map(({ box }) => box)),
    letterHeight: median(line.map(({ letterHeight }) => letterHeight)),
  }));
  return {
    lines: ordered.map(({ text, confidence, box }) => ({
      text,
      confidence,
      language: languageOf(text),
      box: scaled(box, scale),
    })),
    text: ordered.map(({ text }) => text).join('\n'),
    heading: headingOf(ordered),
    width,
    height,
  };
}

async function toGrey(image: Uint8Array): Promise<{ picture: GreyPicture; width: number; height: number }> {
  try {
    const upright = sharp(image, decoding).autoOrient();
    const { width, height } = (await upright.metadata()).autoOrient;
    const { data, info } = await upright
      .flatten({ background: '#ffffff' })
      .resize({ width: readingWidth, withoutEnlargement: true })
      .greyscale()
      .normalise({ lower: 0, upper: 100 })
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { picture: { width: info.width, height: info.height, data }, width, height };
  } catch (error) {
    throw new AppError('image_unreadable', undefined, { cause: error });
  }
}

/** Within the line, and much less high. */
function isHalfOf(part: Box, line: Box): boolean {
  return sharedArea(part, line) > 0.8 && part.height < line.height * 0.75 && part.width > line.width * 0.5;
}

function scaled({ x, y, width, height }: Box, scale: number): Box {
  const round = (value: number): number => Math.round(value * scale);
  return { x: round(x), y: round(y), width: round(width), height: round(height) };
}
