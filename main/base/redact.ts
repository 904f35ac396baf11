/**
 * Takes credentials out of text before it reaches a log, the database or a reply: user info and secret-looking
 * query values of URLs. RTMP stream keys sit in the last path segment, so RTMP paths keep only the application name.
 */
const urlPattern = /\b([a-z][a-z0-9+.-]{1,15}):\/\/[^\s'"<>|\\]+/gi;
const secretParameter =
  /(?:token|key|pass|passphrase|password|pwd|secret|auth|sig|signature|streamid|credential)/i;

/** A URL as it may be shown. Not a URL: returned as it is (`screen:0`, `camera:0`). */
export function redactUrl(raw: string): string {
  if (!raw.includes('://')) return raw;
  let url: URL;
  try {
    url = new URL(raw);
  } catch {
    return raw.replace(/\/\/[^/@]*@/, '//***@').replace(/[?#].*$/s, '?***');
  }
  const auth = url.username !== '' || url.password !== '' ? '***@' : '';
  const path = url.protocol.startsWith('rtmp') ? redactStreamKey(url.pathname) : url.pathname;
  const query = [...url.searchParams]
    .map(
      ([name, value]) =>
        `${encodeURIComponent(name)}=${secretParameter.test(name) ? '***' : encodeURIComponent(value)}`,
    )
    .join('&');
  return `${url.protocol}//${auth}${url.host}${path}${query === '' ? '' : `?${query}`}`;
}

/** Free text (ffmpeg's stderr, error messages) with every URL in it redacted. */
export function redactText(text: string): string {
  return text.replaceAll(urlPattern, (match) => redactUrl(match));
}

function redactStreamKey(pathname: string): string {
  const segments = pathname.split('/');
  return segments.length > 2 ? [...segments.slice(0, 2), '***'].join('/') : pathname;
}
