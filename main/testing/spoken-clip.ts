/** Clips in which somebody speaks, for tests: ffmpeg reads sentences aloud where it was built with flite. */
import { execFileSync } from 'node:child_process';
import { ffmpegPath } from './clip.ts';
import { ffmpeg, takeFlags } from './media-clips.ts';

/** ffmpeg from Debian can; static builds often cannot. */
export const canSpeak: boolean = execFileSync(ffmpegPath, ['-hide_banner', '-filters'], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'ignore'],
}).includes(' flite ');

/**
 * A take with a small moving picture.
 * @param said sentences (no quotes or colons), each with the silence after it (s)
 */
export async function makeSpokenTake(
  output: string,
  said: readonly (readonly [text: string, silenceSec: number])[],
  options: { gain?: number } = {},
): Promise<string> {
  const inputs = said.flatMap(([text]) => ['-f', 'lavfi', '-i', `flite=text='${text}':voice=slt`]);
  const padded = said.map(([, sec], index) => `[${index + 1}:a]apad=pad_dur=${sec}[a${index}]`);
  const joined = said.map((_, index) => `[a${index}]`).join('');
  const loud = `[all]volume=${options.gain ?? 1}[sound]`;
  await ffmpeg(
    ...['-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=160x90:rate=10', ...inputs],
    '-filter_complex',
    [...padded, `${joined}concat=n=${said.length}:v=0:a=1[all]`, loud].join(';'),
    ...'-map 0:v -map [sound] -shortest -c:v libx264 -preset ultrafast -g 20 -bf 0'.split(' '),
    ...'-c:a aac -ar 48000 -ac 1 -b:a 64k'.split(' '),
    ...takeFlags,
    output,
  );
  return output;
}
