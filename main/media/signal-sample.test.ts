import { describe, expect, it } from 'vitest';
import { type SignalReading, createReadingParser, signalSampleArguments } from './signal-sample.ts';

const picture = `frame:0    pts:357     pts_time:0.0232422
lavfi.signalstats.YMIN=39
lavfi.signalstats.YAVG=126.049
lavfi.signalstats.YMAX=210
lavfi.signalstats.YDIF=0
lavfi.signalstats.VBITDEPTH=8
`;
const sound = `frame:4    pts:0       pts_time:0
lavfi.astats.Overall.Peak_level=-17.710148
lavfi.astats.Overall.RMS_level=-21.186184
`;

function readAll(text: string, chunkSize = text.length): SignalReading[] {
  const readings: SignalReading[] = [];
  const parse = createReadingParser((reading) => readings.push(reading));
  for (let at = 0; at < text.length; at += chunkSize) parse(Buffer.from(text.slice(at, at + chunkSize)));
  return readings;
}

describe('readings of a running recording', () => {
  it('reports the picture and the sound as soon as their block is complete', () => {
    expect(readAll(picture + sound)).toEqual([
      { kind: 'picture', lumaMean: 126.049, lumaMax: 210, lumaChange: 0, isFirst: true },
      { kind: 'sound', rmsDb: -21.186184, peakDb: -17.710148 },
    ]);
  });

  it('reads the same from chunks of any size', () => {
    for (const size of [1, 7, 50]) expect(readAll(picture + sound, size)).toEqual(readAll(picture + sound));
  });

  it('understands digital silence', () => {
    const silence = sound.replace('-17.710148', '-inf').replace('-21.186184', '-inf');
    expect(readAll(silence)).toEqual([{ kind: 'sound', rmsDb: -Infinity, peakDb: -Infinity }]);
  });

  it('asks only for tracks the recording has', () => {
    expect(signalSampleArguments({ video: false, audio: true }).join(' ')).not.toContain('0:v:0');
    expect(signalSampleArguments({ video: true, audio: false }).join(' ')).not.toContain('0:a:0');
  });
});
