/**
 * Operation of the analysis host: how likely somebody speaks, for each 32 ms of sound. Silero VAD listens to 512 new
 * samples and the 64 before them and carries a state from one to the next; the caller keeps that between calls, so that
 * the host may be restarted, or serve somebody else, in between.
 */
import { AppError } from '../../base/app-error.ts';
import { speechRate } from '../../media/media-commands.ts';
import type { Operation } from '../host/operation.ts';
import { frameSamples } from './frames.ts';

/** Shapes of the model (silero_vad v6, 16 kHz): https://github.com/snakers4/silero-vad/wiki */
const contextSamples = 64;
const stateShape = [2, 1, 128] as const;
const stateSize = stateShape[0] * stateShape[1] * stateShape[2];

export type HearingState = {
  /** What the network remembers. */
  memory: Float32Array;
  /** The last samples it heard. */
  context: Float32Array;
};

export type HearSpeechArgs = {
  /** 16 kHz mono, −1…1. A last frame that is not whole is filled up with silence. */
  samples: Float32Array;
  /** Of the sound right before; without it nothing was heard before. */
  state?: HearingState;
};

export type HearSpeechResult = {
  /** One per frame, 0–1. */
  probabilities: Float32Array;
  state: HearingState;
};

export const hearSpeech: Operation<HearSpeechArgs, HearSpeechResult> = async (context, args, signal) => {
  const session = await context.session('silero-vad');
  const { Tensor } = await import('onnxruntime-node');
  const { samples } = args;
  const memory = args.state?.memory.slice() ?? new Float32Array(stateSize);
  const heard = new Float32Array(contextSamples + frameSamples);
  if (args.state !== undefined) heard.set(args.state.context, frameSamples);
  // The same graph is published with and without the rate as an input.
  const rate = session.inputNames.includes('sr')
    ? { sr: new Tensor('int64', BigInt64Array.of(BigInt(speechRate)), []) }
    : {};
  const [probabilityName = '', memoryName = ''] = session.outputNames;
  const probabilities = new Float32Array(Math.ceil(samples.length / frameSamples));
  for (const frame of probabilities.keys()) {
    if (signal.aborted) throw new AppError('job_cancelled');
    heard.copyWithin(0, frameSamples);
    const fresh = samples.subarray(frame * frameSamples, (frame + 1) * frameSamples);
    heard.fill(0, contextSamples).set(fresh, contextSamples);
    const outputs = await session.run({
      input: new Tensor('float32', heard, [1, heard.length]),
      state: new Tensor('float32', memory, stateShape),
      ...rate,
    });
    probabilities[frame] = Number(outputs[probabilityName]?.data[0] ?? 0);
    memory.set(outputs[memoryName]?.data as Float32Array);
  }
  return { probabilities, state: { memory, context: heard.slice(frameSamples) } };
};
