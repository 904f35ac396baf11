/** `npm run bench:seed -- --lessons 100000 --data-dir DIR [--media N] [--media-minutes 20] [--seed 1]` */
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { seedSchool } from './seed-school.ts';

const { values: flags } = parseArgs({
  options: {
    lessons: { type: 'string', default: '100000' },
    'data-dir': { type: 'string' },
    media: { type: 'string', default: '0' },
    'media-minutes': { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
});
const dataDir = flags['data-dir'];
if (dataDir === undefined) {
  console.error('--data-dir is missing: the folder that the school goes into.');
  process.exit(2);
}
const startMs = performance.now();
try {
  const note = await seedSchool(path.resolve(dataDir), {
    ...{ lessons: Number(flags.lessons), media: Number(flags.media), seed: Number(flags.seed) },
    mediaMinutes: Number(flags['media-minutes']),
    say: (line) => console.log(`${((performance.now() - startMs) / 1000).toFixed(0).padStart(4)} s  ${line}`),
  });
  console.log(
    `${note.lessons} lessons, ${note.media.length} of them with ${note.mediaSeconds.toFixed(0)} s of media, in ${dataDir}`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
