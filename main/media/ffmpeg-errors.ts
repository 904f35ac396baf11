/**
 * The one place that looks at ffmpeg's words: its stderr becomes a code of contract/errors.ts. ffmpeg has no stable
 * error numbers, so the texts are those of its source (libavutil/error.c, the protocols), seen in 5.1 to 7.
 */
import type { ErrorCode } from '../../contract/errors.ts';

export type FfmpegErrorCode = Extract<
  ErrorCode,
  | 'source_unavailable'
  | 'source_auth_failed'
  | 'source_not_found'
  | 'source_timeout'
  | 'source_unsupported'
  | 'source_device_busy'
  | 'disk_full'
  | 'storage_unavailable'
  | 'media_unreadable'
  | 'encoder_missing'
  | 'ffmpeg_failed'
>;

/** First match decides: the cause stands before what follows from it (`Error opening input`). */
const patterns: readonly (readonly [RegExp, FfmpegErrorCode])[] = [
  [/No space left on device|Disk quota exceeded|There is not enough space on the disk/i, 'disk_full'],
  [/Read-only file system/i, 'storage_unavailable'],
  [
    /Unknown encoder|Encoder not found|No such encoder|Automatic encoder selection failed/i,
    'encoder_missing',
  ],
  [
    /\b40[13] (?:Unauthorized|Forbidden|\()|Server returned 40[13]|HTTP error 40[13]|authorization failed/i,
    'source_auth_failed',
  ],
  [
    /ERROR_UNAUTHORIZED|NetConnection\.Connect\.Rejected|AccessManager\.Reject|SRT.*(?:BADSECRET|bad secret)/i,
    'source_auth_failed',
  ],
  [
    /\b404 Not Found|Server returned 404|HTTP error 404|NetStream\.Play\.(?:StreamNotFound|Failed)/i,
    'source_not_found',
  ],
  [
    /Operation timed out|Connection timed out|ETIMEDOUT|connection setup failure: connection timed out/i,
    'source_timeout',
  ],
  [
    /Device or resource busy|Could not run graph|I\/O error.*(?:dshow|avfoundation)|Cannot open display|Could not find (?:video|audio) device|Cannot open video device|Failed to open segment of device|cannot open audio device|Input device not found|Video device not found|Failed to capture image|Could not get (?:video|audio) device|Configuration of video device failed/i,
    'source_device_busy',
  ],
  [
    /Connection refused|Connection reset|Network is unreachable|No route to host|Failed to resolve hostname|Temporary failure in name resolution|Name or service not known|Cannot assign requested address|Broken pipe|Server returned (?:5\d\d|[45]XX)|HTTP error 5\d\d|TLS|handshake failed|End of file/i,
    'source_unavailable',
  ],
  [
    /Protocol .* not on whitelist|Protocol not found|Not yet implemented|Could not find codec parameters|Unsupported codec|does not contain any stream|matches no streams|Could not find tag for codec|Could not write header|dimensions not set|sample rate not set|unable to determine samplerate/i,
    'source_unsupported',
  ],
  [
    /Invalid data found when processing input|moov atom not found|could not find corresponding trex/i,
    'media_unreadable',
  ],
  [/Input\/output error|Immediate exit requested/i, 'source_unavailable'],
];

/**
 * Why ffmpeg failed, from its stderr. `ffmpeg_failed` when the text tells nothing known.
 * @param input what was being read: a network or device `source`, or a `file` of ours or of an import
 */
export function classifyFfmpegError(stderr: string, input: 'source' | 'file' = 'source'): FfmpegErrorCode {
  const text = errorLines(stderr).join('\n');
  const code = patterns.find(([pattern]) => pattern.test(text))?.[1] ?? 'ffmpeg_failed';
  if (input === 'source') return code === 'media_unreadable' ? 'source_unsupported' : code;
  return code.startsWith('source_') ? 'media_unreadable' : code;
}

/** The last line that tells of an error, for people; undefined when there is none. `stderr` is redacted already. */
export function lastErrorLine(stderr: string): string | undefined {
  const line = errorLines(stderr).at(-1);
  return line?.replaceAll(/\[[^\]]*\]\s*/g, '').slice(0, 300);
}

/** With `-loglevel level+…` only what ffmpeg itself marks as an error; without marks every line. */
function errorLines(stderr: string): string[] {
  const lines = stderr
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const isMarked = lines.some((line) => /\[(?:info|warning|error|fatal|panic|verbose)\]/.test(line));
  return isMarked ? lines.filter((line) => /\[(?:error|fatal|panic)\]/.test(line)) : lines;
}

/** What changed in mid-stream so that copying goes wrong: a new take is needed. */
export function tellsOfNewParameters(line: string): boolean {
  return /changing video frame properties|Changing video frame|SPS changed|new extradata|sample rate changed|Audio stream parameters changed/i.test(
    line,
  );
}
