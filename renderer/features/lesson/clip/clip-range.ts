/** Start and end of a clip: always inside the lesson, never the wrong way round. Pure; in seconds. */

export type ClipRange = { startSec: number; endSec: number };

export const shortestClipSec = 0.5;
/** What one marked moment becomes until the other end is chosen. */
const firstLengthSec = 30;

/** A clip that begins at the playhead; near the end of the lesson it lies before it. */
export function clipFrom(atSec: number, durationSec: number): ClipRange {
  const endSec = Math.min(durationSec, atSec + firstLengthSec);
  const startSec = endSec - atSec >= shortestClipSec ? atSec : endSec - firstLengthSec;
  return rounded({ startSec: Math.max(0, startSec), endSec });
}

/** A new start; an end that would lie before it moves along. */
export function withStart(range: ClipRange | undefined, atSec: number, durationSec: number): ClipRange {
  if (range === undefined) return clipFrom(atSec, durationSec);
  const startSec = Math.min(Math.max(0, atSec), Math.max(0, durationSec - shortestClipSec));
  if (startSec + shortestClipSec <= range.endSec) return rounded({ startSec, endSec: range.endSec });
  return rounded({ startSec, endSec: Math.min(durationSec, startSec + range.endSec - range.startSec) });
}

/** A new end; a start that would lie behind it moves along. */
export function withEnd(range: ClipRange | undefined, atSec: number, durationSec: number): ClipRange {
  const endSec = Math.max(Math.min(durationSec, atSec), Math.min(shortestClipSec, durationSec));
  if (range === undefined) return rounded({ startSec: Math.max(0, endSec - firstLengthSec), endSec });
  if (range.startSec + shortestClipSec <= endSec) return rounded({ startSec: range.startSec, endSec });
  return rounded({ startSec: Math.max(0, endSec - (range.endSec - range.startSec)), endSec });
}

/** `1:02:03.5`, `12:40`, `95.2` as seconds; undefined when it is no time. */
export function parseExact(text: string): number | undefined {
  const parts = text.trim().replace(',', '.').split(':');
  if (parts.length > 3 || parts.some((part) => !/^\d+(\.\d*)?$/.test(part))) return undefined;
  if (parts.slice(0, -1).some((part) => part.includes('.'))) return undefined;
  if (parts.slice(1).some((part) => Number(part) >= 60)) return undefined;
  return parts.reduce((total, part) => total * 60 + Number(part), 0);
}

/** With tenths: 12:40.3. */
export function exactText(seconds: number): string {
  const tenths = Math.round(Math.max(0, seconds) * 10);
  const rest = `${String(Math.floor(tenths / 10) % 60).padStart(2, '0')}.${tenths % 10}`;
  const minutes = Math.floor(tenths / 600) % 60;
  const hours = Math.floor(tenths / 36_000);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** Milliseconds are what the cut is exact to. */
function rounded({ startSec, endSec }: ClipRange): ClipRange {
  return { startSec: Math.round(startSec * 1000) / 1000, endSec: Math.round(endSec * 1000) / 1000 };
}
