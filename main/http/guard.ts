/**
 * Keeps other web sites out. A page on the internet can make a browser in the classroom talk to this address (DNS
 * rebinding, cross-site forms); it cannot choose the Host and Origin headers the browser sends. Checked on every
 * request, static files included. No CORS header is ever sent.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { AppError } from '../base/app-error.ts';

export type GuardOptions = {
  /** Address the core listens on. */
  boundHost: string;
  /** Further names, with a port or without (any port). Lower case. */
  allowedHosts: readonly string[];
};

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const wildcardAddresses = new Set(['0.0.0.0', '::']);

/**
 * @returns a check of one request's method and headers
 * @throws (the check) AppError host_not_allowed or origin_not_allowed
 */
export function createGuard(options: GuardOptions): (method: string, headers: IncomingHttpHeaders) => void {
  const boundHost = options.boundHost.toLowerCase();
  const servesEveryAddress = wildcardAddresses.has(boundHost);
  const allowed = new Set(options.allowedHosts);

  function isHostAllowed({ name, port }: HostHeader): boolean {
    if (isLoopback(name) || name === boundHost) return true;
    // An address cannot be rebound: only names can be made to point here.
    if (servesEveryAddress && isIP(name) !== 0) return true;
    const shown = isIP(name) === 6 ? `[${name}]` : name;
    return allowed.has(shown) || (port !== undefined && allowed.has(`${shown}:${port}`));
  }

  return (method, headers) => {
    const host = parseHost(headers.host);
    if (host === undefined || !isHostAllowed(host)) {
      throw new AppError(
        'host_not_allowed',
        'the recorder is not served under this name; AIRCLASS_ALLOWED_HOSTS adds names',
      );
    }
    const { origin } = headers;
    if (origin !== undefined && !isSameOrigin(origin, host)) {
      throw new AppError('origin_not_allowed', 'only the recorder’s own page may call it from a browser');
    }
    if (headers['sec-fetch-site'] === 'cross-site' && !safeMethods.has(method)) {
      throw new AppError('origin_not_allowed', 'another site may not change anything here');
    }
  };
}

type HostHeader = { name: string; port: string | undefined };

/** Name in lower case without brackets and trailing dot. */
function parseHost(header: string | undefined): HostHeader | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::(\d{1,5}))?$/.exec(header?.toLowerCase() ?? '');
  if (match === null) return undefined;
  const name = match[1] ?? match[2]?.replace(/\.$/, '') ?? '';
  return { name, port: match[3] };
}

function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}

function isSameOrigin(origin: string, host: HostHeader): boolean {
  if (!/^https?:\/\//i.test(origin)) return false;
  let url: URL;
  try {
    url = new URL(origin);
  } catch {
    return false;
  }
  const name = url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  // Which scheme the browser used is unknown behind a proxy, so its default port stands for 'no port'.
  const defaultPort = url.protocol === 'https:' ? '443' : '80';
  return name === host.name && (url.port === '' ? defaultPort : url.port) === (host.port ?? defaultPort);
}
