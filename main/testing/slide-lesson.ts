/** A short lesson of drawn slides, in the form of a take; quick to make, without a browser. */
import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { type TemporaryFolder, ffmpeg, takeFlags } from './media-clips.ts';

export type DrawnSlide = {
  heading: string;
  lines: readonly string[];
  seconds: number;
  /** Still people at desks, as a camera sees them from the front or the back of the room. */
  shapes?: 'a' | 'b';
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Heads, bodies and desks in two rows. */
function peopleSvg(from: 'a' | 'b'): string {
  const places = [0, 1, 2, 3, 4].flatMap((column) => [0, 1].map((row) => ({ column, row })));
  return places
    .map(({ column, row }) => {
      const x = 140 + column * 240 + (from === 'a' ? 0 : 90);
      const y = (from === 'a' ? 160 : 260) + row * 250;
      return `<circle cx="${x}" cy="${y}" r="46" fill="#c99a7a"/><circle cx="${x}" cy="${y - 20}" r="40" fill="#3a2a20"/>
        <rect x="${x - 70}" y="${y + 46}" width="140" height="90" fill="#4a6a8a"/>
        <rect x="${x - 100}" y="${y + 110}" width="200" height="24" fill="#8a6a4a"/>`;
    })
    .join('');
}

function slideSvg({ heading, lines, shapes }: DrawnSlide): string {
  const body = lines.map(
    (line, index) => `<text x="90" y="${240 + index * 84}" font-size="40">${escaped(line)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720" font-family="Noto Sans CJK KR">
    <rect width="1280" height="720" fill="#fdfdfb"/>${shapes === undefined ? '' : peopleSvg(shapes)}<g fill="#22303c">
    <text x="90" y="130" font-size="60" font-weight="700">${escaped(heading)}</text>${body.join('')}</g></svg>`;
}

/**
 * @param options.sound an ffmpeg source for the sound; default: a tone
 * @returns path of a take of 1280 × 720 with a key frame every 2 s
 */
export async function drawLesson(
  folder: TemporaryFolder,
  name: string,
  slides: readonly DrawnSlide[],
  options: { sound?: string } = {},
): Promise<string> {
  const entries: string[] = [];
  for (const [position, slide] of slides.entries()) {
    const file = folder.file(`${name}-${position}.png`);
    await sharp(Buffer.from(slideSvg(slide)))
      .png()
      .toFile(file);
    entries.push(`file '${file}'`, `duration ${slide.seconds}`);
  }
  // The concat demuxer takes the last duration only when another entry follows.
  entries.push(entries.at(-2) ?? '');
  const list = folder.file(`${name}.txt`);
  await writeFile(list, entries.join('\n'));
  const seconds = slides.reduce((sum, slide) => sum + slide.seconds, 0);
  const take = folder.file(`${name}.mp4`);
  await ffmpeg(
    ...[
      '-loglevel',
      'error',
      '-f',
      'concat',
      '-safe',
      '0',
      '-i',
      list,
      '-f',
      'lavfi',
      '-i',
      options.sound ?? 'sine=220:r=48000',
    ],
    ...'-vf fps=5,format=yuv420p -c:v libx264 -preset ultrafast -crf 28 -g 10 -sc_threshold 0 -bf 0'.split(
      ' ',
    ),
    ...['-c:a', 'aac', '-ac', '1', '-t', String(seconds), ...takeFlags, take],
  );
  return take;
}
