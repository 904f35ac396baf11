import { describe, expect, it } from 'vitest';
import { frameSec, newFrames } from './frames.ts';
import { type HeardTake, describeSpeech, speechRuns } from './speech-spans.ts';

/** `#` speech, `.` silence, `-` between the two thresholds: each sign is ten frames, 0.32 s. */
const heard = (signs: string, startSec = 0): HeardTake => {
  const frames = newFrames(signs.length * 10);
  for (const [position, sign] of signs.split('').entries()) {
    frames.speech.fill({ '#': 0.9, '-': 0.4 }[sign] ?? 0.01, position * 10, position * 10 + 10);
    frames.power.fill(sign === '#' ? 0.01 : 1e-6, position * 10, position * 10 + 10);
    frames.peak.fill(sign === '#' ? 0.5 : 0.01, position * 10, position * 10 + 10);
  }
  return { startSec, durationSec: frames.speech.length * frameSec, frames };
};
const lengthOf = (takes: readonly HeardTake[]) =>
  takes.reduce((end, { startSec, durationSec }) => Math.max(end, startSec + durationSec), 0);
const describeTakes = (...takes: HeardTake[]) => describeSpeech(takes, lengthOf(takes));
/** After so many signs, to the millisecond. */
const sec = (signs: number, leadSec = 0) => Math.round((signs * 10 * frameSec - leadSec) * 1000) / 1000;

describe('speech', () => {
  it('begins a little before it is heard, and ends where it ends', () => {
    const { spans } = describeTakes(heard('...###...'));
    expect(spans).toEqual([{ start_time: sec(3, 0.06), end_time: sec(6) }]);
  });

  it('goes on while it is softer, and through breaths', () => {
    expect(describeTakes(heard('..##--##..')).spans).toHaveLength(1);
    expect(describeTakes(heard('..##.##..')).spans).toHaveLength(1);
    expect(describeTakes(heard('..##..##..')).spans).toHaveLength(2);
  });

  it('does not begin with what merely might be speech', () => {
    expect(describeTakes(heard('..----..')).spans).toEqual([]);
  });

  it('is no cough', () => {
    const speech = new Float32Array(100);
    speech.fill(0.9, 40, 46);
    expect(speechRuns(speech)).toEqual([]);
    speech.fill(0.9, 40, 48);
    expect(speechRuns(speech)).toEqual([[40, 48]]);
  });

  it('may last to the very end', () => {
    const take = heard('..####');
    expect(describeTakes(take).spans.at(-1)?.end_time).toBeCloseTo(take.durationSec, 3);
  });

  it('goes on across takes that follow on each other', () => {
    const first = heard('..##');
    const { spans } = describeTakes(first, heard('##..', first.durationSec));
    expect(spans).toEqual([{ start_time: sec(2, 0.06), end_time: sec(6) }]);
  });
});

describe('pauses', () => {
  it('last three seconds and lie between speech', () => {
    const nine = '.'.repeat(9);
    const ten = '.'.repeat(11);
    const { pauses } = describeTakes(heard(`${ten}##${nine}##${ten}##${ten}`));
    expect(pauses).toEqual([{ start_time: sec(24), end_time: sec(35, 0.06) }]);
  });

  it('are none where there was no sound track', () => {
    const first = heard('##......');
    const third = heard('......##', first.durationSec + 60);
    const result = describeSpeech([first, third], third.startSec + third.durationSec);
    expect(result.pauses).toEqual([]);
    expect(result.speech_share).toBeCloseTo(0.25, 1);
  });
});

describe('a lesson', () => {
  it('without sound has no share of speech and no level', () => {
    expect(describeSpeech([], 90)).toEqual({
      duration: 90,
      spans: [],
      pauses: [],
      speech_share: null,
      level: null,
      clipped: [],
    });
  });

  it('in which nobody speaks has a share of nought and no level', () => {
    expect(describeTakes(heard('......'))).toMatchObject({ speech_share: 0, level: null });
  });

  it('is as loud as its speech, not its silence', () => {
    expect(describeTakes(heard('##........')).level).toEqual({ mean_db: -20, peak_db: -6 });
    expect(describeTakes(heard('##.##')).level).toEqual({ mean_db: -20, peak_db: -6 });
  });
});

describe('cut-off sound', () => {
  it('is told in spans, knocks left out', () => {
    const take = heard('....................');
    take.frames.clipped.fill(1, 10, 12);
    for (const frame of [100, 110, 120, 125]) take.frames.clipped[frame] = 1;
    expect(describeTakes(take).clipped).toEqual([
      { start_time: 100 * frameSec, end_time: Math.round(126 * frameSec * 1000) / 1000 },
    ]);
  });
});
