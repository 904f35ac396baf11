/** The storyboard's WebVTT: which piece of which sheet shows when. Pure. */

export type Tile = {
  startSec: number;
  endSec: number;
  /** Address of the sheet, resolved. */
  sheet: string;
  /** Box on the sheet, px. */
  x: number;
  y: number;
  width: number;
  height: number;
};

/** @param address of the VTT; sheets are relative to it. Cues that make no sense are left out. */
export function parseStoryboard(vtt: string, address: string): Tile[] {
  const tiles: Tile[] = [];
  for (const block of vtt.replaceAll('\r', '').split(/\n{2,}/)) {
    const lines = block.split('\n');
    const timing = lines.findIndex((line) => line.includes('-->'));
    const [from = '', to = ''] = lines[timing]?.split('-->') ?? [];
    const startSec = vttSeconds(from);
    const endSec = vttSeconds(to);
    const match = /^(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)$/.exec(lines[timing + 1]?.trim() ?? '');
    if (timing === -1 || match === null || startSec === undefined || endSec === undefined) continue;
    const [, sheet = '', ...numbers] = match;
    const [x = 0, y = 0, width = 0, height = 0] = numbers.map(Number);
    if (width === 0 || height === 0) continue;
    tiles.push({ startSec, endSec, sheet: new URL(sheet, address).href, x, y, width, height });
  }
  return tiles.toSorted((left, right) => left.startSec - right.startSec);
}

/** The picture for a position; the last one also stands for what follows it. */
export function tileAt(tiles: readonly Tile[], seconds: number): Tile | undefined {
  let from = 0;
  let to = tiles.length - 1;
  while (from < to) {
    const middle = Math.ceil((from + to) / 2);
    if ((tiles[middle]?.startSec ?? Infinity) <= seconds) from = middle;
    else to = middle - 1;
  }
  return tiles[from];
}

/** `12:40.300` or `00:12:40.300`, in front of cue settings if there are any. */
function vttSeconds(text: string): number | undefined {
  const match = /^\s*(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)(?:\s|$)/.exec(text);
  if (match === null) return undefined;
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
