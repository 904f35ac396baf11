/** Sheets of small pictures for seeking: how they are laid out, and the WebVTT that says which one shows when. Pure. */
import { z } from 'zod';

export const storyboardSchema = z.object({
  tileWidth: z.int(),
  tileHeight: z.int(),
  columns: z.int(),
  rows: z.int(),
  durationSec: z.number(),
  /** In order of time: position in the lesson, 1-based number of the sheet, 0-based place on it. */
  tiles: z.array(z.object({ timeSec: z.number(), sheet: z.int(), place: z.int() })),
});
export type Storyboard = z.infer<typeof storyboardSchema>;

/** @param sheetUri address of a sheet, relative to the VTT's own. */
export function storyboardVtt(storyboard: Storyboard, sheetUri: (sheet: number) => string): string {
  const { tiles, tileWidth, tileHeight, columns } = storyboard;
  const cues = tiles.flatMap(({ timeSec, sheet, place }, position) => {
    // The first picture also stands for what lies before it.
    const startSec = position === 0 ? 0 : timeSec;
    const endSec = tiles[position + 1]?.timeSec ?? storyboard.durationSec;
    if (endSec <= startSec) return [];
    const x = (place % columns) * tileWidth;
    const y = Math.floor(place / columns) * tileHeight;
    const box = `${x},${y},${tileWidth},${tileHeight}`;
    return [`${vttTime(startSec)} --> ${vttTime(endSec)}\n${sheetUri(sheet)}#xywh=${box}\n`];
  });
  return ['WEBVTT\n', ...cues].join('\n');
}

export type VttChapter = { start_time: number; end_time: number; title: string };

export function chaptersVtt(chapters: readonly VttChapter[]): string {
  const cues = chapters
    .filter((chapter) => chapter.end_time > chapter.start_time)
    .map(
      ({ start_time, end_time, title }) =>
        `${vttTime(start_time)} --> ${vttTime(end_time)}\n${vttText(title)}\n`,
    );
  return ['WEBVTT\n', ...cues].join('\n');
}

/** `hh:mm:ss.mmm` */
export function vttTime(sec: number): string {
  const ms = Math.round(sec * 1000);
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`;
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}

/** A title on one line, unable to become a cue of its own or markup. */
function vttText(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** Seconds between pictures: close in a short lesson, at most 10 s in a long one. */
export function storyboardInterval(durationSec: number): number {
  return Math.min(10, Math.max(2, Math.round(durationSec / 100)));
}
