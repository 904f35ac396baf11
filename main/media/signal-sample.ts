/**
 * Looks at short pieces of a running recording without touching it: one small ffmpeg decodes only the key frames and
 * the sound of the pieces it is fed, and prints a few numbers for each. Starting ffmpeg costs some 80 ms of a core,
 * looking at 2 s of 1080p some 10 ms, so one process stays for the whole take.
 */

/** One look at the picture or at a piece of sound. */
export type SignalReading =
  | {
      kind: 'picture';
      /** Mean luma, 16 (black) … 235 (white). */
      lumaMean: number;
      lumaMax: number;
      /** Mean luma difference from the picture before it; 0 for the first. */
      lumaChange: number;
      isFirst: boolean;
    }
  | {
      kind: 'sound';
      /** dBFS; −Infinity for digital silence. */
      rmsDb: number;
      peakDb: number;
    };

/** 64 × 36 px keeps what black and frozen need and costs next to nothing to compare. */
const pictureFilter =
  "scale=64:36:flags=area,format=yuv420p,signalstats,metadata=mode=print:file='pipe\\:1':direct=1";
const soundFilter = [
  // A sixth of a second: a fragment of half a second always gives a reading, at low sample rates too.
  'asetnsamples=n=8192:p=0',
  'astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=Peak_level+RMS_level',
  "ametadata=mode=print:file='pipe\\:1':direct=1",
].join(',');

/**
 * ffmpeg's arguments: media on stdin (of fragmented MP4: header once, then any fragments in order), readings on stdout.
 * @param tracks which tracks the recording has; at least one
 */
export function signalSampleArguments(
  tracks: { video: boolean; audio: boolean },
  container: 'mp4' | 'nut' = 'mp4',
): string[] {
  const discard = ['-f', 'null', '-'];
  return [
    ...['-hide_banner', '-loglevel', 'level+error', '-nostats'],
    // Pictures come out at once instead of waiting for later ones to be put in order.
    ...['-threads', '1', '-flags', 'low_delay', '-skip_frame', 'nokey'],
    // Nobody sees these pictures.
    ...['-skip_loop_filter', 'all', '-flags2', 'fast'],
    // The header of an MP4 says all there is to know: nothing is held back to look at it.
    ...(container === 'mp4' ? ['-probesize', '65536', '-analyzeduration', '0'] : []),
    ...['-f', container, '-i', 'pipe:0'],
    ...(tracks.video ? ['-map', '0:v:0', '-vf', pictureFilter, '-fps_mode', 'passthrough', ...discard] : []),
    ...(tracks.audio ? ['-map', '0:a:0', '-af', soundFilter, ...discard] : []),
  ];
}

/** Turns the text on stdout into readings; fed in chunks of any size. */
export function createReadingParser(onReading: (reading: SignalReading) => void): (chunk: Buffer) => void {
  let rest = '';
  let values = new Map<string, number>();
  let frame = 0;

  function flush(): void {
    const luma = values.get('signalstats.YAVG');
    const rms = values.get('astats.Overall.RMS_level');
    if (luma !== undefined) {
      const lumaMax = values.get('signalstats.YMAX') ?? luma;
      const lumaChange = values.get('signalstats.YDIF') ?? 0;
      onReading({ kind: 'picture', lumaMean: luma, lumaMax, lumaChange, isFirst: frame === 0 });
    }
    if (rms !== undefined) {
      onReading({ kind: 'sound', rmsDb: rms, peakDb: values.get('astats.Overall.Peak_level') ?? rms });
    }
    values = new Map();
  }

  function readLine(line: string): void {
    const header = /^frame:(\d+)/.exec(line);
    if (header !== null) {
      flush();
      frame = Number(header[1]);
      return;
    }
    const pair = /^lavfi\.([\w.]+)=(.+)$/.exec(line);
    if (pair === null) return;
    const [, name = '', text = ''] = pair;
    values.set(name, text === '-inf' ? -Infinity : Number(text));
    // The last value of a block: the reading is complete and need not wait for the next one.
    if (name === 'signalstats.VBITDEPTH' || name === 'astats.Overall.RMS_level') flush();
  }

  return (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(readLine);
  };
}
