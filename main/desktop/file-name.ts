/** Names for files that people keep: what a lesson is called may hold what no file system takes. Pure. */

const reservedOnWindows = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** @returns a name without folders, at most 120 characters, never empty */
export function safeFileName(wanted: string): string {
  const clean = wanted
    .normalize('NFC')
    // eslint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u001f\u007f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[\s.]+/, '')
    .replace(/[\s.]+$/, '');
  const [, stem = clean, ending = ''] = /^(.*?)(\.[A-Za-z0-9]{1,5})?$/s.exec(clean) ?? [];
  const short = Array.from(stem)
    .slice(0, 120 - ending.length)
    .join('')
    .trim();
  const name = `${short === '' ? 'lesson' : short}${ending}`;
  return reservedOnWindows.test(name) ? `_${name}` : name;
}
