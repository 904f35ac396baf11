/**
 * Where the window may go and what it may ask for: the core's page, nothing else. Origins are compared as parsed
 * addresses, never as text. Pure.
 */

/** What links of the shell's own pages (start-up failed) mean. */
export const shellActions = ['retry', 'choose-folder', 'show-log', 'quit'] as const;
export type ShellAction = (typeof shellActions)[number];
/** Scheme of those links; nothing handles it outside this window. */
export const shellScheme = 'airclass-shell:';

export type NavigationVerdict =
  { kind: 'allow' } | { kind: 'deny' } | { kind: 'action'; action: ShellAction };

/**
 * @param from address of the page that wants to go
 * @param coreOrigin undefined while no core runs
 */
export function navigationVerdict(
  to: string,
  from: string,
  coreOrigin: string | undefined,
): NavigationVerdict {
  if (from.startsWith('data:') && to.startsWith(shellScheme)) {
    const action = shellActions.find((known) => to === `${shellScheme}${known}`);
    if (action !== undefined) return { kind: 'action', action };
  }
  return isOrigin(to, coreOrigin) ? { kind: 'allow' } : { kind: 'deny' };
}

/** Whether an address belongs to the core's page. `http://127.0.0.1:8765.evil.example` does not. */
export function isOrigin(address: string, coreOrigin: string | undefined): boolean {
  if (coreOrigin === undefined || !URL.canParse(address)) return false;
  const url = new URL(address);
  return url.username === '' && url.password === '' && url.origin === coreOrigin;
}

const externalHosts: ReadonlySet<string> = new Set([
  'github.com',
  'opensource.org',
  'spdx.org',
  'www.gnu.org',
  'www.apache.org',
  'creativecommons.org',
  'openfontlicense.org',
  'www.mozilla.org',
  'ffmpeg.org',
  'www.electronjs.org',
]);

/** Sites of licences and of the project, by https. Anything else stays closed. */
export function isAllowedExternal(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return (
    url.protocol === 'https:' &&
    url.port === '' &&
    url.username === '' &&
    url.password === '' &&
    externalHosts.has(url.hostname)
  );
}

/** Screens, cameras and microphones are opened by ffmpeg, so the page needs none of them. */
const pagePermissions: ReadonlySet<string> = new Set(['fullscreen', 'clipboard-sanitized-write']);

export function isPermitted(permission: string, requester: string, coreOrigin: string | undefined): boolean {
  return pagePermissions.has(permission) && isOrigin(requester, coreOrigin);
}
