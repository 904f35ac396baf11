/** Keys that were pressed together as Electron names them, and as people read them. Pure. */

type Pressed = {
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
};

const named = new Set(['Space', 'Home', 'End', 'PageUp', 'PageDown', 'Insert', 'Delete']);

/** @returns undefined until a key is pressed together with Ctrl, ⌘ or Alt */
export function acceleratorOf(event: Pressed): string | undefined {
  const { code } = event;
  const key = /^Key([A-Z])$/.exec(code)?.[1] ?? /^Digit(\d)$/.exec(code)?.[1] ?? functionOrNamed(code);
  if (key === undefined || !(event.ctrlKey || event.metaKey || event.altKey)) return undefined;
  return [
    ...(event.ctrlKey || event.metaKey ? ['CommandOrControl'] : []),
    ...(event.altKey ? ['Alt'] : []),
    ...(event.shiftKey ? ['Shift'] : []),
    key,
  ].join('+');
}

function functionOrNamed(code: string): string | undefined {
  return /^F([1-9]|1\d|2[0-4])$/.test(code) || named.has(code) ? code : undefined;
}

export function acceleratorText(accelerator: string): string {
  return accelerator.replace('CommandOrControl', 'Ctrl/⌘').replaceAll('+', ' + ');
}
