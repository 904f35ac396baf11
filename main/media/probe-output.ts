/** Reads what `ffmpeg -i` prints about a source: enough to decide how to record it, without ffprobe. */
export type ProbedStream = {
  kind: 'video' | 'audio' | 'other';
  /** ffmpeg's name: `h264`, `hevc`, `aac`, `pcm_mulaw`. */
  codec: string;
  profile: string | undefined;
  width: number | undefined;
  height: number | undefined;
  frameRate: number | undefined;
  pixFmt: string | undefined;
  sampleRate: number | undefined;
  channels: number | undefined;
  /** Bits per second, when the container tells. */
  bitrate: number | undefined;
};

export type ProbedMedia = {
  /** ffmpeg's format names: `flv`, `mov,mp4,m4a,3gp,3g2,mj2`. */
  container: string;
  streams: readonly ProbedStream[];
  /** Undefined for live sources. */
  durationSec: number | undefined;
  startSec: number | undefined;
  bitrate: number | undefined;
};

/** Level marks of `-loglevel level+info` and contexts like `[rtsp @ 0x55…]` before a line. */
const linePrefix = /^(?:\[[a-z]+\] |\[[^\]]* @ (?:0x)?[0-9a-f]+\] ?)*/i;

/** @returns undefined when the text tells of no input (it could not be opened) */
export function parseProbeOutput(text: string): ProbedMedia | undefined {
  let container: string | undefined;
  let durationSec: number | undefined;
  let startSec: number | undefined;
  let bitrate: number | undefined;
  const streams: ProbedStream[] = [];
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.replace(linePrefix, '');
    if (/^\s*Output #0/.test(line)) break;
    const input = /^\s*Input #0, (.+?), from /.exec(line);
    if (input?.[1] !== undefined) container = input[1];
    if (container === undefined) continue;
    const duration = /^\s*Duration: (N\/A|[\d:.]+)(?:, start: (-?[\d.]+))?(?:, bitrate: (\d+) kb\/s)?/.exec(
      line,
    );
    if (duration !== null) {
      durationSec = clockSeconds(duration[1]);
      startSec = duration[2] === undefined ? undefined : Number(duration[2]);
      bitrate = duration[3] === undefined ? undefined : Number(duration[3]) * 1000;
    }
    const stream = /^\s*Stream #0:\d+[^:]*: (Video|Audio|Subtitle|Data|Attachment): (.+)$/.exec(line);
    if (stream?.[1] !== undefined && stream[2] !== undefined) streams.push(parseStream(stream[1], stream[2]));
  }
  return container === undefined ? undefined : { container, streams, durationSec, startSec, bitrate };
}

export function firstVideo(media: ProbedMedia): ProbedStream | undefined {
  return media.streams.find((stream) => stream.kind === 'video');
}

export function firstAudio(media: ProbedMedia): ProbedStream | undefined {
  return media.streams.find((stream) => stream.kind === 'audio');
}

function parseStream(kind: string, description: string): ProbedStream {
  const parts = splitOutsideParentheses(description);
  const [codecPart = '', second = ''] = parts;
  const size = parts.map((part) => /^(\d{2,5})x(\d{2,5})\b/.exec(part)).find((match) => match !== null);
  const kilobits = /(\d+) kb\/s/.exec(description)?.[1];
  const isVideo = kind === 'Video';
  const isAudio = kind === 'Audio';
  const codec = /^[^\s(]+/.exec(codecPart)?.[0] ?? 'unknown';
  // `h264 (High) (avc1 / 0x31637661)`: the profile is the first parenthesis without a tag in it.
  const profile = /\(([^()/]+)\)/.exec(codecPart)?.[1];
  return {
    kind: isVideo ? 'video' : isAudio ? 'audio' : 'other',
    codec,
    profile,
    width: isVideo ? numberOf(size?.[1]) : undefined,
    height: isVideo ? numberOf(size?.[2]) : undefined,
    frameRate: isVideo ? frameRateOf(description) : undefined,
    pixFmt: isVideo && !/^\d/.test(second) ? /^[a-z0-9]+/i.exec(second)?.[0] : undefined,
    sampleRate: isAudio ? numberOf(/(\d+) Hz/.exec(description)?.[1]) : undefined,
    channels: isAudio ? channelsOf(parts[2]) : undefined,
    bitrate: kilobits === undefined ? undefined : Number(kilobits) * 1000,
  };
}

/** `29.97 fps`; live sources without it give `30 tbr`. `1k` is 1000. */
function frameRateOf(description: string): number | undefined {
  const match = /([\d.]+)(k?) fps/.exec(description) ?? /([\d.]+)(k?) tbr/.exec(description);
  if (match?.[1] === undefined) return undefined;
  return Number(match[1]) * (match[2] === 'k' ? 1000 : 1);
}

function channelsOf(layout: string | undefined): number | undefined {
  if (layout === undefined) return undefined;
  const named: Record<string, number> = { mono: 1, stereo: 2, downmix: 2, quad: 4 };
  const word = /^[a-z]+/.exec(layout)?.[0] ?? '';
  if (named[word] !== undefined) return named[word];
  const counted = /^(\d+) channels/.exec(layout);
  if (counted !== null) return Number(counted[1]);
  const surround = /^(\d)\.(\d)/.exec(layout);
  return surround === null ? undefined : Number(surround[1]) + Number(surround[2]);
}

function splitOutsideParentheses(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let current = '';
  for (const character of text) {
    if (character === '(' || character === '[') depth += 1;
    if (character === ')' || character === ']') depth -= 1;
    if (character === ',' && depth === 0) {
      parts.push(current.trim());
      current = '';
    } else current += character;
  }
  return [...parts, current.trim()];
}

function clockSeconds(text: string | undefined): number | undefined {
  const match = /^(\d+):(\d{2}):(\d{2}(?:\.\d+)?)$/.exec(text ?? '');
  if (match === null) return undefined;
  return Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]);
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
