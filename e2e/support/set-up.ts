/** Before the first spec: a build that is up to date and a folder for clips; after the last one the folder goes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, isBuildStale } from '../../scripts/build.mjs';

async function setUp(): Promise<() => Promise<void>> {
  if (isBuildStale()) build();
  const clips = await mkdtemp(path.join(tmpdir(), 'airclass-e2e-clips-'));
  process.env['AIRCLASS_E2E_CLIPS'] = clips;
  return () => rm(clips, { recursive: true, force: true });
}

// oxlint-disable-next-line import/no-default-export -- Playwright takes the default export
export default setUp;
