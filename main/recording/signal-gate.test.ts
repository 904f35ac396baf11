import { describe, expect, it } from 'vitest';
import type { TrackRun } from '../media/mp4-fragment.ts';
import type { Track } from '../media/mp4-tracks.ts';
import { SignalGate } from './signal-gate.ts';

const track: Track = {
  ...{ id: 1, timescale: 1000, codec: 'avc1.640028', editTicks: 0 },
  ...{ kind: 'video', defaultDuration: 0, defaultFlags: 0 },
};
const sound: Track = { ...track, id: 2, kind: 'audio', codec: 'mp4a.40.2' };

type Gop = { keyBytes?: number; interBytes?: number; packetBytes?: number; seconds?: number };

/** Sends a stream through a gate, key frame by key frame, half a second per fragment, and looks when it is time to. */
class Lesson {
  readonly gate: SignalGate;
  readonly looks: number[] = [];
  atMs = 0;
  isWatched = false;
  isBusy = false;

  constructor(options: { everyMs?: number; watchesStill?: boolean } = {}) {
    this.gate = new SignalGate({ everyMs: 60_000, watchesStill: true, ...options });
  }

  gop({ keyBytes = 100_000, interBytes = 7000, packetBytes = 340, seconds = 2 }: Gop = {}): void {
    for (let fragment = 0; fragment < seconds * 2; fragment += 1) {
      const isKey = fragment === 0;
      const firstBytes = isKey ? keyBytes : interBytes;
      const run: TrackRun = {
        ...{ track, baseDecodeTime: this.atMs, duration: 500, sampleCount: 15, firstPresentation: 0 },
        ...{ startsWithKeyframe: isKey, firstBytes, bytes: firstBytes + 14 * interBytes },
      };
      const packets = { sampleCount: 23, bytes: 23 * packetBytes, firstBytes: packetBytes };
      this.atMs += 500;
      this.gate.observe([run, { ...run, ...packets, track: sound, startsWithKeyframe: true }], this.atMs);
      if (this.isBusy || !this.gate.isDue(this.atMs, this.isWatched)) continue;
      this.gate.look(this.atMs, this.isWatched);
      this.looks.push(this.atMs / 1000);
    }
  }

  /** @param seconds a multiple of a key-frame interval */
  run(seconds: number, gop: (index: number) => Gop = () => ({})): void {
    const untilMs = this.atMs + seconds * 1000;
    for (let index = 0; this.atMs < untilMs; index += 1) this.gop(gop(index));
  }
}

/** As an encoder at work: no two key frames are the same, the largest half as big again as the smallest. */
const lively = (index: number): Gop => ({
  keyBytes: 100_000 + ((index * 37) % 50) * 1000,
  interBytes: 5000 + ((index * 53) % 40) * 100,
  packetBytes: 330 + ((index * 17) % 20),
});

/** Key frames out of turn, all the time. */
const restless = (index: number): Gop => ({ ...lively(index), seconds: index % 2 === 0 ? 1 : 3 });

describe('when a running take is looked at', () => {
  it('looks at the first fragment, and then less and less often while nothing looks odd', () => {
    const lesson = new Lesson();
    lesson.run(760, lively);
    expect(lesson.looks).toEqual([0.5, 60.5, 150.5, 285.5, 435.5, 585.5, 735.5]);
  });

  it('looks as often as at first again after something was wrong', () => {
    const lesson = new Lesson();
    lesson.run(440, lively);
    lesson.isWatched = true;
    lesson.run(12, lively);
    lesson.isWatched = false;
    const lastTrouble = lesson.looks.at(-1) ?? 0;
    lesson.run(100, lively);
    expect(lesson.looks.find((look) => look > lastTrouble)).toBe(lastTrouble + 60);
  });

  it('looks at once when key frames become tiny, and knows since when', () => {
    const lesson = new Lesson();
    lesson.run(30, lively);
    lesson.gop({ keyBytes: 3000, interBytes: 50 });
    expect(lesson.looks).toEqual([0.5, 30.5]);
    expect(lesson.gate.onsets.dark).toBe(30_500);
  });

  it('notices a picture that stands by what comes between its key frames', () => {
    const lesson = new Lesson();
    lesson.run(30, lively);
    lesson.run(4, () => ({ keyBytes: 120_000, interBytes: 60 }));
    expect(lesson.looks).toEqual([0.5, 32.5]);
    expect(lesson.gate.onsets.still).toBe(30_500);
  });

  it('leaves a standing picture alone where that is no fault', () => {
    const lesson = new Lesson({ watchesStill: false });
    lesson.run(30, lively);
    lesson.run(20, () => ({ keyBytes: 120_000, interBytes: 60 }));
    expect(lesson.looks).toEqual([0.5]);
    expect(lesson.gate.onsets.still).toBeUndefined();
  });

  it('notices sound that carries nothing, also from the start, but no pause between two sentences', () => {
    const lesson = new Lesson();
    lesson.run(30, lively);
    lesson.gop({ packetBytes: 20 });
    lesson.run(10, lively);
    expect(lesson.looks).toEqual([0.5]);
    lesson.run(8, (index) => ({ ...lively(index), packetBytes: 20 }));
    expect(lesson.looks).toEqual([0.5, 45]);
    expect(lesson.gate.onsets.quiet).toBe(42_000);
    const mute = new Lesson();
    mute.run(12, (index) => ({ ...lively(index), packetBytes: 9 }));
    expect(mute.looks).toEqual([0.5, 10.5]);
  });

  it('looks when a key frame comes out of turn or grows: its parameters may be others', () => {
    const turn = new Lesson();
    turn.run(30, lively);
    turn.gop({ seconds: 1 });
    turn.gop(lively(1));
    expect(turn.looks).toEqual([0.5, 31.5]);
    const grown = new Lesson();
    grown.run(30, lively);
    grown.gop({ keyBytes: 300_000 });
    expect(grown.looks).toEqual([0.5, 30.5]);
  });

  it('looks every ten seconds while something may be wrong', () => {
    const lesson = new Lesson();
    lesson.isWatched = true;
    lesson.run(32, lively);
    expect(lesson.looks).toEqual([0.5, 10.5, 20.5, 30.5]);
  });

  it('is called less and less often by a sign behind which there is never anything', () => {
    const lesson = new Lesson();
    lesson.run(400, restless);
    const gaps = lesson.looks.slice(1).map((look, index) => look - (lesson.looks[index] ?? 0));
    expect(gaps.slice(0, 3).every((gap) => gap < 50)).toBe(true);
    expect(gaps.slice(4).every((gap) => gap >= 55)).toBe(true);
  });

  it('remembers a new sign until it could look, and takes it for usual only then', () => {
    const lesson = new Lesson();
    lesson.run(30, lively);
    lesson.isBusy = true;
    lesson.run(60, (index) => ({ ...lively(index), keyBytes: 3000 }));
    expect(lesson.gate.onsets.dark).toBe(30_500);
    lesson.isBusy = false;
    lesson.run(100, (index) => ({ ...lively(index), keyBytes: 3000 }));
    expect(lesson.gate.onsets.dark).toBeUndefined();
  });

  it('keeps to two and a half times what it was told', () => {
    const lesson = new Lesson({ everyMs: 1000 });
    lesson.run(100, lively);
    const gaps = lesson.looks.slice(1).map((look, index) => look - (lesson.looks[index] ?? 0));
    expect(gaps[0]).toBe(1);
    expect(Math.max(...gaps)).toBe(2.5);
  });
});
