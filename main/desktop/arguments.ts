/** What a start of the program asks for: its flags, a protocol link, a file to import. Pure. */
import path from 'node:path';
import { idSchema } from '../../contract/common.ts';
import { updateFileEnding } from '../../contract/updates.ts';

export const protocolName = 'airclass-recorder';
const videoEndings: ReadonlySet<string> = new Set(['.mp4', '.m4v', '.mov', '.mkv', '.webm', '.flv']);

export type OpenRequest =
  /** A screen of the page. */
  { kind: 'page'; path: string } | { kind: 'video'; file: string } | { kind: 'update'; file: string };

export type ShellArguments = {
  /** 0: any free port; undefined: none was given that can be used. */
  port: number | undefined;
  /** Absolute. */
  dataDir: string | undefined;
  /** Started with the session: tray only. */
  isHidden: boolean;
  open: OpenRequest | undefined;
};

/**
 * Chromium's own switches are among the arguments too: what is not understood is passed over.
 * @param argv after the program (and, in development, its folder)
 */
export function parseShellArguments(argv: readonly string[], workDir: string): ShellArguments {
  const found: ShellArguments = { port: undefined, dataDir: undefined, isHidden: false, open: undefined };
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index] ?? '';
    const [, flag, inline] = /^--(port|data-dir)(?:=(.*))?$/s.exec(argument) ?? [];
    if (flag !== undefined) {
      const value = inline ?? argv[(index += 1)] ?? '';
      if (flag === 'port') found.port = portIn(value);
      else found.dataDir = path.resolve(workDir, value);
    } else if (argument === '--hidden') {
      found.isHidden = true;
    } else if (!argument.startsWith('-')) {
      found.open ??= openRequest(argument, workDir);
    }
  }
  return found;
}

function portIn(text: string): number | undefined {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port <= 65_535 ? port : undefined;
}

/** A link or a file as the operating system hands it over; undefined when it is neither. */
export function openRequest(argument: string, workDir: string): OpenRequest | undefined {
  if (argument.toLowerCase().startsWith(`${protocolName}:`)) return linkRequest(argument);
  const ending = path.extname(argument).toLowerCase();
  if (ending === updateFileEnding) return { kind: 'update', file: path.resolve(workDir, argument) };
  if (!videoEndings.has(ending)) return undefined;
  return { kind: 'video', file: path.resolve(workDir, argument) };
}

/** `airclass-recorder://lesson/<id>?t=seconds`. Anyone may write such a link: only ids and numbers pass. */
function linkRequest(link: string): OpenRequest | undefined {
  if (!URL.canParse(link)) return undefined;
  const url = new URL(link);
  if (url.hostname === 'record') return { kind: 'page', path: '/record' };
  const id = idSchema.safeParse(url.pathname.replaceAll('/', ''));
  if (url.hostname !== 'lesson' || !id.success) return undefined;
  const at = Number(url.searchParams.get('t') ?? 'NaN');
  const position = Number.isFinite(at) && at >= 0 && at < 7 * 24 * 3600 ? `?t=${at.toFixed(1)}` : '';
  return { kind: 'page', path: `/lessons/${id.data}${position}` };
}
