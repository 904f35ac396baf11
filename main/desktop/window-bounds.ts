/** Where the window opens: as it was left, but always on a screen that is there and no larger than it. Pure. */

/** Device-independent pixels, as Electron counts them. */
export type Box = { x: number; y: number; width: number; height: number };
export type Displays = { primary: Box; all: readonly Box[] };

export const smallestWindow = { width: 900, height: 640 } as const;
const usualWindow = { width: 1280, height: 832 } as const;
/** Height of the strip by which a window is moved, and how much of its width must be in reach. */
const gripHeight = 32;
const gripWidth = 160;

/**
 * @param saved bounds of the last time; undefined on the first
 * @param displays work areas: without taskbar and dock
 */
export function fitBounds(saved: Box | undefined, displays: Displays): Box {
  if (saved === undefined) return centred(usualWindow, displays.primary);
  const home = displays.all.find((area) => canBeGrabbed(saved, area));
  if (home === undefined) return centred(saved, displays.primary);
  const width = clamp(saved.width, Math.min(smallestWindow.width, home.width), home.width);
  const height = clamp(saved.height, Math.min(smallestWindow.height, home.height), home.height);
  return {
    width,
    height,
    x: clamp(saved.x, home.x, home.x + home.width - width),
    y: clamp(saved.y, home.y, home.y + home.height - height),
  };
}

function canBeGrabbed(box: Box, area: Box): boolean {
  const visibleWidth = Math.min(box.x + box.width, area.x + area.width) - Math.max(box.x, area.x);
  const gripTop = Math.max(box.y, area.y);
  const gripBottom = Math.min(box.y + gripHeight, area.y + area.height);
  return visibleWidth >= gripWidth && gripBottom - gripTop > gripHeight / 2;
}

function centred(size: { width: number; height: number }, area: Box): Box {
  const width = Math.min(size.width, area.width);
  const height = Math.min(size.height, area.height);
  return {
    width,
    height,
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + Math.round((area.height - height) / 2),
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
