/**
 * `npm run demo`: a generated classroom stream goes through the whole product. It is recorded with a drop in the
 * middle, played, searched; the recorder stays open with the lesson in it, until Ctrl+C.
 *   --seconds N      how much is recorded (default 30)
 *   --data-dir DIR   keep the lesson there (default: a temporary folder)
 *   --exit           end when everything has been checked
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { build, isBuildStale } from './build.mjs';
import { ensureFfmpeg, findFfmpeg, requireNode } from './setup.mjs';

requireNode();
const { values: flags } = parseArgs({
  options: { seconds: { type: 'string' }, 'data-dir': { type: 'string' }, exit: { type: 'boolean' } },
});
const seconds = Number(flags.seconds ?? 30);
if (!Number.isFinite(seconds) || seconds < 6 || seconds > 3600) {
  console.error('--seconds must be a number from 6 to 3600.');
  process.exit(2);
}
if (!(await ensureFfmpeg())) process.exit(1);
if (isBuildStale()) {
  console.log('Building …');
  build();
}

// The generated stream is made by the same ffmpeg that the recorder uses.
const ffmpeg = (await findFfmpeg()) ?? 'ffmpeg';
process.env.AIRCLASS_FFMPEG = ffmpeg;
const { LiveSource } = await import('../main/testing/live-source.ts');
const { makeClassroomClip } = await import('./demo-classroom.ts');
const { startDemoCore } = await import('./demo-core.ts');
const { takeTour } = await import('./demo-tour.ts');

const work = mkdtempSync(join(tmpdir(), 'airclass-demo-'));
const dataDir = flags['data-dir'] ?? join(work, 'data');
const say = (line) => console.log(`  ${line}`);
let core;
let source;
let failed = false;

async function cleanUp() {
  await source?.close();
  await core?.stop();
  rmSync(work, { recursive: true, force: true });
}

try {
  console.log('AIRClass Recorder demo');
  const { clip, isKorean, titles } = makeClassroomClip(ffmpeg, work);
  say(`classroom: 720p slides with tones${isKorean ? '' : ' (no Korean font found: Latin slides)'}`);
  core = await startDemoCore(dataDir);
  source = await LiveSource.start(clip);
  say(`recording ${source.url} for ${seconds} s`);
  const id = await takeTour({ core, source, ffmpeg, seconds, titles, say });
  say(`lesson:   ${core.url}/lessons/${id}`);
  say(`playlist: ${core.url}/api/vod/${id}/stream`);
  say(`API:      ${core.url}/api/docs`);
  await source.close();
  source = undefined;
  console.log('Everything checked out.');
} catch (error) {
  failed = true;
  console.error(`The demo failed: ${error instanceof Error ? error.message : String(error)}`);
}

if (failed || flags.exit) {
  await cleanUp();
  process.exit(failed ? 1 : 0);
}
console.log(
  `Open ${core.link}\nCtrl+C ends the recorder${flags['data-dir'] ? '' : ' and removes the demo lesson'}.`,
);
const signal = new Promise((resolve) => {
  for (const name of ['SIGINT', 'SIGTERM']) process.once(name, resolve);
});
await Promise.race([signal, core.exited]);
await cleanUp();
