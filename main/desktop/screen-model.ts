/** Which recordable address each screen of this PC has. Pure; see media/stream-url.ts for what the addresses mean. */

export type DisplayInfo = { id: number; label: string; isPrimary: boolean; width: number; height: number };
/** A screen as Electron's capturer lists it. `displayId` is empty where the system doesn't say. */
export type CapturedScreen = { displayId: string; name: string; thumbnail: string | null };
export type ScreenItem = {
  stream_url: string;
  name: string;
  is_primary: boolean;
  width: number;
  height: number;
  thumbnail: string | null;
};

/**
 * @param displays in the system's order, which is also how ffmpeg counts them on Windows and macOS
 * @param isWayland there ffmpeg's X11 reader sees nothing of the desktop
 */
export function screenItems(
  displays: readonly DisplayInfo[],
  captured: readonly CapturedScreen[],
  options: { platform: NodeJS.Platform; isWayland: boolean },
): ScreenItem[] {
  if (options.platform === 'linux' && options.isWayland) return [];
  const items = displays.map((display, index): ScreenItem => {
    const match = captured.find(({ displayId }) => displayId === String(display.id)) ?? captured[index];
    return {
      stream_url: `screen:${index}`,
      name: display.label === '' ? (match?.name ?? String(index + 1)) : display.label,
      is_primary: display.isPrimary,
      width: display.width,
      height: display.height,
      thumbnail: match?.thumbnail ?? null,
    };
  });
  if (options.platform !== 'linux') return items;
  // X11 has one desktop over all monitors, and that is what is recorded.
  const primary = items.find(({ is_primary: isPrimary }) => isPrimary) ?? items[0];
  return primary === undefined ? [] : [{ ...primary, stream_url: 'screen:' }];
}
