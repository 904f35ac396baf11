/**
 * `npm run image:check`: builds the server image and proves it: size, start as non-root on a read-only file system,
 * a lesson recorded, played and finished by SIGTERM. Needs a Docker daemon, or buildah and debootstrap as root; Linux.
 *   --engine docker|buildah   default: what is there
 *   --image NAME              check this image instead of building one
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureFfmpeg, findFfmpeg, requireNode } from './setup.mjs';

/** The bar, and what is aimed at, in bytes. Uncompressed, as it lies on a disk. */
const mostBytes = 500e6;

requireNode();
const { values: flags } = parseArgs({ options: { engine: { type: 'string' }, image: { type: 'string' } } });
if (flags.engine !== undefined && !['docker', 'buildah'].includes(flags.engine)) {
  console.error('--engine is docker or buildah.');
  process.exit(2);
}
if (process.platform !== 'linux') {
  console.error(
    'image:check runs on Linux only: the image uses the machine’s own network to reach the test stream.',
  );
  process.exit(2);
}
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { findEngine } = await import('./image-engine.ts');
const engine = findEngine(flags.engine);
if ('missing' in engine) {
  console.error(
    `image:check needs a running Docker, or buildah and debootstrap as root. Missing: ${engine.missing}.`,
  );
  process.exit(2);
}
// The stream comes from this machine's ffmpeg, the image has its own.
if (!(await ensureFfmpeg())) process.exit(1);
process.env.AIRCLASS_FFMPEG = (await findFfmpeg()) ?? 'ffmpeg';
const { LiveSource } = await import('../main/testing/live-source.ts');
const { makeClassroomClip } = await import('./demo-classroom.ts');
const { proveConfig, proveRunning } = await import('./image-proof.ts');

const say = (line) => console.log(`✔ ${line}`);
const work = mkdtempSync(join(tmpdir(), 'airclass-image-check-'));
const tag = flags.image ?? 'localhost/airclass-recorder:check';
let source;
try {
  if (flags.image === undefined) {
    console.log(`Building with ${engine.name} …`);
    engine.build(tag);
    say(`built with ${engine.name}`);
  }
  const { sizeBytes, config } = engine.inspect(tag);
  proveConfig(config);
  if (sizeBytes > mostBytes)
    throw new Error(`the image has ${(sizeBytes / 1e6).toFixed(0)} MB, ${mostBytes / 1e6} are allowed`);
  say(`${(sizeBytes / 1e6).toFixed(0)} MB uncompressed`);
  source = await LiveSource.start(makeClassroomClip(process.env.AIRCLASS_FFMPEG, work).clip);
  await proveRunning({ engine, tag, source, say });
  console.log('The image holds what it promises.');
} catch (error) {
  console.error(`✘ ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await source?.close();
  engine.close();
  rmSync(work, { recursive: true, force: true });
}
