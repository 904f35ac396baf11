/** The storyboard of a lesson: which part of which sheet shows a moment. Pure. */
export type Tile = {
  startSec: number;
  endSec: number;
  /** Name of the sheet, relative to the track. */
  sheet: string;
  /** Place on the sheet, px. */
  x: number;
  y: number;
  width: number;
  height: number;
};

const timing = /^(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)\s+-->\s+(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)/u;
const place = /^(.*)#xywh=(?:pixel:)?(\d+),(\d+),(\d+),(\d+)$/u;

/** @param vtt WebVTT track; cues that say no place are left out */
export function parseTiles(vtt: string): Tile[] {
  return vtt
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}/u)
    .flatMap((block) => {
      const lines = block.trim().split('\n');
      const at = lines.findIndex((line) => timing.test(line));
      const times = timing.exec(lines[at] ?? '');
      const found = place.exec(lines[at + 1]?.trim() ?? '');
      if (at === -1 || times === null || found === null) return [];
      const [, sheet = '', x, y, width, height] = found;
      const tile = {
        startSec: seconds(times.slice(1, 4)),
        endSec: seconds(times.slice(4, 7)),
        sheet,
        x: Number(x),
        y: Number(y),
        width: Number(width),
        height: Number(height),
      };
      return tile.width > 0 && tile.height > 0 ? [tile] : [];
    });
}

function seconds([hours, minutes, rest]: readonly (string | undefined)[]): number {
  return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(rest ?? 0);
}

/** @param tiles in order of time; the last one also stands for what lies behind it */
export function tileAt(tiles: readonly Tile[], timeSec: number): Tile | undefined {
  let [from, to] = [0, tiles.length - 1];
  while (from < to) {
    const middle = Math.ceil((from + to) / 2);
    if ((tiles[middle]?.startSec ?? 0) <= timeSec) from = middle;
    else to = middle - 1;
  }
  return tiles[from];
}
