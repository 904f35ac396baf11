/** Reads `-progress pipe:1`: blocks of key=value lines, each ended by `progress=continue` or `progress=end`. */
export type EncodeProgress = {
  /** Position of what was written last, seconds. */
  outTimeSec: number;
  /** Bytes written so far; 0 when ffmpeg cannot tell. */
  totalSize: number;
  frames: number;
  /** Times real time. */
  speed: number | undefined;
  isEnd: boolean;
};

/** @returns a function for stdout's chunks; `onProgress` is called once per complete block */
export function progressParser(onProgress: (progress: EncodeProgress) => void): (chunk: Buffer) => void {
  let partial = '';
  let block = new Map<string, string>();
  return (chunk) => {
    const lines = (partial + chunk.toString('utf8')).split('\n');
    partial = lines.pop() ?? '';
    for (const line of lines) {
      const equals = line.indexOf('=');
      if (equals === -1) continue;
      const name = line.slice(0, equals);
      const value = line.slice(equals + 1).trim();
      block.set(name, value);
      if (name !== 'progress') continue;
      onProgress({
        // Despite its name out_time_us and out_time_ms are both microseconds; `N/A` before the first packet.
        outTimeSec: Math.max(0, numberOr(block.get('out_time_us'), 0) / 1e6),
        totalSize: numberOr(block.get('total_size'), 0),
        frames: numberOr(block.get('frame'), 0),
        speed: numberOr(block.get('speed')?.replace('x', ''), undefined),
        isEnd: value === 'end',
      });
      block = new Map();
    }
  };
}

function numberOr<Fallback>(text: string | undefined, fallback: Fallback): number | Fallback {
  const value = Number(text);
  return text === undefined || text === '' || Number.isNaN(value) ? fallback : value;
}
