/** Lessons to listen to, made by code: espeak-ng reads sentences with pauses between them, noise is laid over it. */
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Span } from '../../contract/analysis.ts';
import { ffmpegPath } from './clip.ts';
import { seeded } from '../base/seeded.ts';

export const trackRate = 16_000;

export const noises = ['white', 'pink', 'fan', 'keyboard'] as const;
export type Noise = (typeof noises)[number];

export type SpokenTrack = {
  /** As a recorder would have it: AAC at 64 kbit/s. */
  file: string;
  durationSec: number;
  /** Where the voice sounds; silence shorter than `joinedSec` inside counts as speech. */
  truth: Span[];
};

const sentences = {
  ko: [
    '안녕하세요. 오늘은 로그의 성질을 함께 배워 보겠습니다.',
    '밑이 같은 두 로그의 합은 진수의 곱의 로그와 같습니다.',
    '교과서 오십이 쪽을 펴고 예제를 풀어 보세요.',
    '누가 한번 설명해 볼까요?',
    '좋아요. 그러면 다음 문제로 넘어가겠습니다.',
    '식물은 빛을 받아 양분을 만드는데, 이것을 광합성이라고 합니다.',
    '조선 후기에는 상업이 발달하면서 신분 질서가 흔들리기 시작했습니다.',
    '네.',
  ],
  'en-us': [
    'Good morning everyone. Please open your books at page forty two.',
    'The past perfect tells us what had happened before something else.',
    'Who can give me another example?',
    'Very good. Now work with your partner for two minutes.',
    'Photosynthesis turns light into chemical energy.',
    'Let us look at the next slide together.',
    'Why do you think the author wrote this letter?',
    'Right.',
  ],
} as const;

/** @param options.snrDb of the voice while it sounds against the noise */
export async function spokenTrack(
  work: string,
  options: {
    seed: number;
    seconds: number;
    language: keyof typeof sentences;
    noise: Noise;
    snrDb: number;
    joinedSec: number;
  },
): Promise<SpokenTrack> {
  const random = seeded(options.seed);
  const voice = new Float32Array(options.seconds * trackRate);
  let at = Math.round(random() * 3 * trackRate);
  for (;;) {
    const spoken = await read(work, options.language, random);
    if (at + spoken.length > voice.length - trackRate) break;
    // Teachers come closer and go away.
    const gain = 0.5 + random() * 0.5;
    for (const [index, sample] of spoken.entries()) voice[at + index] = sample * gain;
    // Mostly breaths between sentences, now and then time to think.
    const pauseSec = random() < 0.3 ? 3 + random() * 8 : 0.5 + random() * 1.5;
    at += spoken.length + Math.round(pauseSec * trackRate);
  }
  const truth = soundingSpans(voice, options.joinedSec);
  const noise = makeNoise(options.noise, voice.length, random);
  const gain = Math.sqrt(powerWithin(voice, truth) / meanSquare(noise) / 10 ** (options.snrDb / 10));
  const mixed = voice.map((sample, index) => sample + gain * (noise[index] ?? 0));
  const raw = path.join(work, 'track.f32');
  const file = path.join(work, `track-${options.seed}.m4a`);
  await writeFile(raw, Buffer.from(mixed.buffer));
  const input = ['-f', 'f32le', '-ar', String(trackRate), '-ac', '1', '-i', raw];
  const output = ['-ar', '48000', '-c:a', 'aac', '-b:a', '64k', file];
  execFileSync(ffmpegPath, ['-loglevel', 'error', '-y', ...input, ...output]);
  return { file, durationSec: options.seconds, truth };
}

/** One to three sentences as 16 kHz samples, read at a pace and pitch of its own. */
async function read(
  work: string,
  language: keyof typeof sentences,
  random: () => number,
): Promise<Float32Array> {
  const all = sentences[language];
  const count = 1 + Math.floor(random() * 3);
  const text = Array.from({ length: count }, () => all[Math.floor(random() * all.length)]).join(' ');
  const wav = path.join(work, 'read.wav');
  const voice = ['-v', `${language}+${random() < 0.5 ? 'f3' : 'm3'}`];
  const pace = ['-s', String(130 + Math.round(random() * 50)), '-p', String(35 + Math.round(random() * 30))];
  execFileSync('espeak-ng', [...voice, ...pace, '-w', wav, text]);
  const raw = path.join(work, 'read.f32');
  const form = ['-ac', '1', '-ar', String(trackRate), '-f', 'f32le', raw];
  execFileSync(ffmpegPath, ['-loglevel', 'error', '-y', '-i', wav, ...form]);
  const bytes = await readFile(raw);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4).slice();
}

const windowSamples = trackRate / 100;
/** A window of 10 ms sounds when it is at most 45 dB below the loudest one. */
const audibleBelowDb = 45;

function soundingSpans(voice: Float32Array, joinedSec: number): Span[] {
  const powers = Array.from({ length: Math.floor(voice.length / windowSamples) }, (_, window) =>
    meanSquare(voice.subarray(window * windowSamples, (window + 1) * windowSamples)),
  );
  const floor = powers.reduce((max, power) => Math.max(max, power), 0) / 10 ** (audibleBelowDb / 10);
  const spans: Span[] = [];
  for (const [window, power] of powers.entries()) {
    if (power <= floor) continue;
    const start = window / 100;
    const last = spans.at(-1);
    if (last !== undefined && start - last.end_time < joinedSec) last.end_time = start + 0.01;
    else spans.push({ start_time: start, end_time: start + 0.01 });
  }
  return spans;
}

function powerWithin(voice: Float32Array, spans: readonly Span[]): number {
  let sum = 0;
  let count = 0;
  for (const { start_time, end_time } of spans) {
    const part = voice.subarray(Math.round(start_time * trackRate), Math.round(end_time * trackRate));
    sum += meanSquare(part) * part.length;
    count += part.length;
  }
  return sum / count;
}

function meanSquare(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return sum / Math.max(1, samples.length);
}

function makeNoise(kind: Noise, length: number, random: () => number): Float32Array {
  const noise = new Float32Array(length);
  // Paul Kellet's economy filter makes pink of white; a one-pole low pass makes a fan's rumble.
  let [first, second, third, low] = [0, 0, 0, 0];
  for (let index = 0; index < length; index += 1) {
    const white = random() * 2 - 1;
    first = 0.99765 * first + white * 0.099046;
    second = 0.963 * second + white * 0.2965164;
    third = 0.57 * third + white * 1.0526913;
    low = 0.98 * low + 0.02 * white;
    const hum = 0.01 * Math.sin((2 * Math.PI * 120 * index) / trackRate);
    // Keys: 6 clicks a second that die away within some 15 ms, over a little hiss.
    const sinceClick = index % Math.round(trackRate / 6);
    const click = white * Math.exp(-sinceClick / 240);
    noise[index] = {
      white,
      pink: first + second + third + white * 0.1848,
      fan: low + hum,
      keyboard: click + 0.02 * white,
    }[kind];
  }
  return noise;
}
