/** What recognition makes of slides: rendered by a browser, put through H.264, and as a camera at the back would see them. */
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { createHostContext } from '../main/analysis/host/host-context.ts';
import type { HostContext } from '../main/analysis/host/operation.ts';
import { createModelFiles, modelFolders } from '../main/analysis/models/model-files.ts';
import { readText } from '../main/analysis/text/read-text.ts';
import { allSlides } from '../main/testing/lessons/decks.ts';
import { openPageCamera } from '../main/testing/lessons/page-camera.ts';
import { type TextErrors, textErrors } from '../main/testing/lessons/score.ts';
import { type Slide, linesOf, slideHtml } from '../main/testing/lessons/slide.ts';
import { type Row, median, timeFfmpeg } from './row.ts';

type Read = TextErrors & { slide: Slide; isHeadingRight: boolean; ms: number };

export const renderedSlides: Row = {
  id: 'text',
  what: 'character error rate without spaces / with, slides in Korean and English at 720p and 1080p after H.264 crf 28',
  bar: '≤ 0.02 / ≤ 0.06 mean; no slide above 0.10',
  run: async (work) => {
    const notes: string[] = [];
    const all: Read[] = [];
    for (const height of [720, 1080] as const) {
      const reads = await readAll(work, await encodedSlides(work, height));
      all.push(...reads.filter(({ slide }) => slide.layout !== 'table'));
      for (const language of ['ko', 'en', 'mixed'] as const) {
        const of = reads.filter(({ slide }) => slide.language === language && slide.layout !== 'table');
        notes.push(`${height}p, ${language}: ${told(of)}`);
      }
      notes.push(
        `${height}p, table slides (not in the mean): ${told(reads.filter(({ slide }) => slide.layout === 'table'))}`,
      );
      const right = reads.filter(({ isHeadingRight }) => isHeadingRight).length;
      notes.push(
        `${height}p: ${right} of ${reads.length} headings right, ${median(reads.map(({ ms }) => ms)).toFixed(0)} ms a slide`,
      );
    }
    const above = all.filter(({ withoutSpaces }) => withoutSpaces > 0.1);
    for (const { slide, withoutSpaces } of above)
      notes.push(`above 0.10: '${slide.heading}' ${withoutSpaces.toFixed(3)}`);
    const [tight, spaced] = means(all);
    return {
      figure: `${tight.toFixed(4)} / ${spaced.toFixed(4)}; ${above.length} of ${all.length} above 0.10`,
      baseline: `${all.length} slides; signs are compared after NFKC`,
      isMet: tight <= 0.02 && spaced <= 0.06 && above.length === 0,
      notes,
    };
  },
};

export const cameraSlides: Row = {
  id: 'camera-text',
  what: 'character error rate without spaces, slides as a camera sees them: perspective, blur, noise, uneven light',
  bar: '≤ 0.08',
  run: async (work) => {
    const pictures = await encodedSlides(work, 1080);
    const folder = path.join(work, 'camera');
    await mkdir(folder, { recursive: true });
    const seen: string[] = [];
    for (const [position, picture] of pictures.entries()) {
      const file = path.join(folder, `${position}.jpg`);
      await throughCamera(picture, file, position);
      seen.push(file);
    }
    const reads = await readAll(work, seen);
    const text = reads.filter(({ slide }) => slide.layout !== 'table');
    const [tight, spaced] = means(text);
    const worst = text.toSorted((left, right) => right.withoutSpaces - left.withoutSpaces).slice(0, 3);
    return {
      figure: `${tight.toFixed(4)} (with spaces ${spaced.toFixed(4)})`,
      baseline: `${text.length} slides at 1080p`,
      isMet: tight <= 0.08,
      notes: [
        `table slides (not in the mean): ${told(reads.filter(({ slide }) => slide.layout === 'table'))}`,
        `worst: ${worst.map(({ slide, withoutSpaces }) => `'${slide.heading}' ${withoutSpaces.toFixed(2)}`).join(', ')}`,
      ],
    };
  },
};

/** Key frames as the program takes them. @returns a JPEG per slide, in the order of the decks */
async function encodedSlides(work: string, height: 720 | 1080): Promise<string[]> {
  const folder = path.join(work, String(height));
  await mkdir(folder, { recursive: true });
  const file = (name: string): string => path.join(folder, name);
  {
    await using camera = await openPageCamera(height);
    for (const [position, slide] of allSlides.entries()) {
      await camera.show(slideHtml(slide));
      await camera.picture(file(`${String(position).padStart(3, '0')}.png`));
    }
  }
  const video = file('slides.mp4');
  const encoder = '-c:v libx264 -preset veryfast -crf 28 -pix_fmt yuv420p -bf 0 -g 12 -sc_threshold 0';
  await timeFfmpeg([
    '-framerate',
    '0.5',
    '-i',
    file('%03d.png'),
    '-vf',
    'fps=6',
    ...encoder.split(' '),
    video,
  ]);
  const picture = '-fps_mode passthrough -c:v mjpeg -q:v 2 -pix_fmt yuvj420p -start_number 0';
  await timeFfmpeg(['-skip_frame', 'nokey', '-i', video, ...picture.split(' '), file('%03d.jpg')]);
  return allSlides.map((_, position) => file(`${String(position).padStart(3, '0')}.jpg`));
}

/** A screen seen a little from the side, in a room, by a cheap camera. @param seed which side */
async function throughCamera(picture: string, output: string, seed: number): Promise<void> {
  const tilt = 0.02 + 0.01 * (seed % 3);
  const [near, far] = seed % 2 === 0 ? [tilt, 0] : [0, tilt];
  const corners = [
    `x0=-W*${near}`,
    `y0=-H*${near}`,
    `x1=W*${1 + far}`,
    `y1=-H*${far}`,
    `x2=-W*${near}`,
    `y2=H*${1 + near}`,
    `x3=W*${1 + far}`,
    `y3=H*${1 + far}`,
    'sense=destination',
  ].join(':');
  const filter = [
    'scale=1600:900',
    'pad=1920:1080:160:90:color=0x3a3630',
    `perspective=${corners}`,
    'gblur=sigma=0.9',
    'vignette=angle=PI/7',
    `noise=alls=9:allf=t:all_seed=${seed + 1}`,
  ].join(',');
  await timeFfmpeg(['-i', picture, '-vf', filter, '-frames:v', '1', '-q:v', '4', output]);
  // The filter must not have turned the picture into something else.
  const { width } = await sharp(output).metadata();
  if (width !== 1920) throw new Error('the camera picture has a wrong size');
}

async function readAll(work: string, pictures: readonly string[]): Promise<Read[]> {
  const context: HostContext = createHostContext(createModelFiles(modelFolders(path.join(work, 'data'))));
  const reads: Read[] = [];
  for (const [position, slide] of allSlides.entries()) {
    const image = await readFile(pictures[position] ?? '');
    const startMs = performance.now();
    const { text, heading } = await readText(context, { image }, new AbortController().signal);
    reads.push({
      ...textErrors(linesOf(slide), text),
      slide,
      isHeadingRight: heading === slide.heading,
      ms: performance.now() - startMs,
    });
  }
  return reads;
}

function means(reads: readonly TextErrors[]): [number, number] {
  const mean = (pick: (read: TextErrors) => number): number =>
    reads.reduce((sum, read) => sum + pick(read), 0) / reads.length;
  return [mean(({ withoutSpaces }) => withoutSpaces), mean(({ withSpaces }) => withSpaces)];
}

function told(reads: readonly TextErrors[]): string {
  const [tight, spaced] = means(reads);
  const worst = Math.max(...reads.map(({ withoutSpaces }) => withoutSpaces));
  return `${tight.toFixed(4)} / ${spaced.toFixed(4)}, worst ${worst.toFixed(3)} (${reads.length} slides)`;
}
