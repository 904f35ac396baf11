import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { speechRate, speechSoundArguments } from '../../media/media-commands.ts';
import { ffmpegPath } from '../../testing/clip.ts';
import { type TemporaryFolder, temporaryFolder } from '../../testing/media-clips.ts';
import { canSpeak, makeSpokenTake } from '../../testing/spoken-clip.ts';
import { createHostContext } from '../host/host-context.ts';
import type { HostContext } from '../host/operation.ts';
import { createModelFiles, modelFolders } from '../models/model-files.ts';
import { frameSamples, frameSec } from './frames.ts';
import { type HearingState, hearSpeech } from './hear-speech.ts';

const signal = new AbortController().signal;
let folder: TemporaryFolder;
let context: HostContext;

beforeAll(async () => {
  folder = await temporaryFolder();
  context = createHostContext(createModelFiles(modelFolders(folder.path)));
});
afterAll(() => folder[Symbol.asyncDispose]());

const tone = Float32Array.from(
  { length: speechRate },
  (_, index) => 0.3 * Math.sin((2 * Math.PI * 440 * index) / speechRate),
);

describe('what is not speech', () => {
  it.each([
    ['silence', new Float32Array(speechRate)],
    ['a tone', tone],
  ])('%s is not taken for it', async (_name, samples) => {
    const { probabilities } = await hearSpeech(context, { samples }, signal);
    expect(probabilities).toHaveLength(Math.ceil(speechRate / frameSamples));
    expect(Math.max(...probabilities.subarray(5))).toBeLessThan(0.35);
  });
});

describe('sound in pieces', () => {
  it('is heard as it is in one, by a host that keeps nothing in between', async () => {
    const whole = await hearSpeech(context, { samples: tone }, signal);
    const pieces: number[] = [];
    let state: HearingState | undefined;
    for (let at = 0; at < tone.length; at += frameSamples * 7) {
      const samples = tone.slice(at, at + frameSamples * 7);
      const answer = await hearSpeech(
        context,
        state === undefined ? { samples } : { samples, state: structuredClone(state) },
        signal,
      );
      pieces.push(...answer.probabilities);
      state = answer.state;
    }
    expect(pieces).toEqual([...whole.probabilities]);
  });

  it('is heard no longer when nobody waits', async () => {
    const gone = hearSpeech(context, { samples: tone }, AbortSignal.abort());
    await expect(gone).rejects.toMatchObject({ code: 'job_cancelled' });
  });
});

describe.skipIf(!canSpeak)('a voice', () => {
  it('is heard where it is, and not in the silence after it', async () => {
    const take = await makeSpokenTake(folder.file('voice.mp4'), [
      ['Good morning everyone', 3],
      ['Please open your books', 1],
    ]);
    const sound = execFileSync(ffmpegPath, speechSoundArguments(take, { startSec: 0, durationSec: 60 }), {
      maxBuffer: 1e8,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const samples = new Float32Array(new Uint8Array(sound).buffer);
    const { probabilities } = await hearSpeech(context, { samples }, signal);
    const likely = [...probabilities].map((probability) => probability >= 0.5);
    expect(likely.filter(Boolean).length * frameSec).toBeGreaterThan(1.5);
    const silence = likely.slice(Math.round(2 / frameSec), Math.round(3.5 / frameSec));
    expect(silence).not.toContain(true);
  });
});
