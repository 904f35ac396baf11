/**
 * Lessons made by code: slides, boards and documents drawn by Chromium, films and cameras by ffmpeg, encoded as a screen
 * recording is. Says what a perfect analysis would find.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ffmpeg } from '../media-clips.ts';
import { type Overlay, film, pointer, pupils, room, teacher, webcam } from './moving-parts.ts';
import { openPageCamera } from './page-camera.ts';
import { type Still, type Studio, boardStills, documentStills, slideStills } from './scene-stills.ts';
import { type LessonTruth, type Scene, truthOf } from './scene.ts';

export type LessonLook = { height?: 720 | 1080; frameRate?: number; gopSec?: number; crf?: number };
export type MadeLesson = LessonTruth & { file: string };

/** @param file the MP4 to be written; a folder of the same name beside it is used and removed */
export async function makeLesson(
  file: string,
  scenes: readonly Scene[],
  { height = 720, frameRate = 6, gopSec = 2, crf = 28 }: LessonLook = {},
): Promise<MadeLesson> {
  const folder = `${file}.parts`;
  await mkdir(folder, { recursive: true });
  const starts = new Map<number, number[]>();
  {
    await using camera = await openPageCamera(height);
    const studio = { camera, folder, width: (height * 16) / 9, height, rate: frameRate };
    for (const [position, scene] of scenes.entries()) {
      const drawn = await drawScene(studio, scene, position);
      starts.set(position, drawn.starts ?? []);
      await encodeScene(studio, scene, position, drawn);
    }
  }
  const list = path.join(folder, 'scenes.txt');
  await writeFile(list, scenes.map((_, position) => `file 'scene-${position}.mkv'`).join('\n'));
  const truth = truthOf(scenes, (position) => starts.get(position) ?? []);
  await ffmpeg(
    ...['-loglevel', 'error', '-f', 'concat', '-safe', '0', '-i', list],
    ...['-f', 'lavfi', '-i', 'sine=frequency=220:sample_rate=48000'],
    ...`-map 0:v -map 1:a -c:v libx264 -preset veryfast -crf ${crf} -pix_fmt yuv420p -bf 0 -sc_threshold 0`.split(
      ' ',
    ),
    ...['-g', String(Math.round(gopSec * frameRate)), '-c:a', 'aac', '-b:a', '48k', '-ac', '1'],
    ...['-t', String(truth.durationSec), '-movflags', '+faststart', file],
  );
  await rm(folder, { recursive: true, force: true });
  return { ...truth, file };
}

type Drawn = { stills: Still[]; overlays: Overlay[]; starts?: number[] };

async function drawScene(studio: Studio, scene: Scene, position: number): Promise<Drawn> {
  const name = (part: string): string => path.join(studio.folder, `${position}-${part}`);
  const { width, height, rate } = studio;
  const overlays: Overlay[] = [];
  let drawn: Drawn;
  if (scene.kind === 'slide') {
    drawn = { stills: await slideStills(studio, scene, name), overlays };
    if (scene.slide.layout === 'film') overlays.push(film(width, height, rate));
  } else if (scene.kind === 'board') {
    drawn = { stills: await boardStills(studio, scene, name), overlays };
    if (scene.board.hasTeacher === true) overlays.push(await teacher(name('teacher.png'), width, height));
  } else if (scene.kind === 'document') {
    drawn = { ...(await documentStills(studio, scene, name)), overlays };
  } else {
    await room(name('room.png'), width, height);
    drawn = { stills: [{ file: name('room.png'), seconds: scene.seconds }], overlays };
    overlays.push(...(await pupils(name, height)));
  }
  if (scene.hasWebcam === true) overlays.push(webcam(width, height, rate));
  if (scene.hasPointer === true) overlays.push(await pointer(name('pointer.png'), height));
  return drawn;
}

/** Lossless, so that only the last encoding leaves its marks. */
async function encodeScene(studio: Studio, scene: Scene, position: number, drawn: Drawn): Promise<void> {
  const { folder, rate } = studio;
  const list = path.join(folder, `stills-${position}.txt`);
  const entries = drawn.stills.map(({ file, seconds }) => `file '${file}'\nduration ${seconds}`);
  // The concat demuxer takes the last duration only when another entry follows.
  entries.push(`file '${drawn.stills.at(-1)?.file ?? ''}'`);
  await writeFile(list, entries.join('\n'));
  const chains = [`[0:v]fps=${rate},format=yuv420p[v0]`];
  for (const [index, { filter, x, y }] of drawn.overlays.entries()) {
    chains.push(`[${index + 1}:v]${filter ?? 'null'}[o${index}]`);
    chains.push(`[v${index}][o${index}]overlay=x='${x}':y='${y}':eval=frame[v${index + 1}]`);
  }
  await ffmpeg(
    ...['-loglevel', 'error', '-f', 'concat', '-safe', '0', '-i', list],
    ...drawn.overlays.flatMap(({ input }) => input),
    ...['-filter_complex', chains.join(';'), '-map', `[v${drawn.overlays.length}]`],
    ...[
      '-t',
      String(scene.seconds),
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-qp',
      '0',
      '-pix_fmt',
      'yuv420p',
    ],
    path.join(folder, `scene-${position}.mkv`),
  );
}
