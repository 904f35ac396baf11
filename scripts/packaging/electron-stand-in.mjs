/**
 * A folder that electron-builder takes for Electron on Linux, so that what is packed (archive, files beside it, fuses)
 * can be made and looked at on a machine without Electron's program. It shows what is inside, not that Electron starts.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** By this text @electron/fuses finds the switches in a program; version 1 and the number of switches follow. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** As Electron is delivered: '1' on, '0' off, in the order of @electron/fuses. */
const deliveredFuses = '101100011';

/** @param {string} folder is made @param {string} version of Electron */
export function makeElectronStandIn(folder, version) {
  for (const name of ['locales', 'resources']) mkdirSync(join(folder, name), { recursive: true });
  const header = Buffer.from([1, deliveredFuses.length]);
  const program = Buffer.concat([
    Buffer.from('#!/bin/sh\necho "this is not Electron" >&2\nexit 1\n'),
    ...[Buffer.from(sentinel), header, Buffer.from(deliveredFuses)],
  ]);
  writeFileSync(join(folder, 'electron'), program, { mode: 0o755 });
  writeFileSync(join(folder, 'version'), version);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox'])
    writeFileSync(join(folder, name), '');
  for (const name of ['en-US', 'ko', 'fr']) writeFileSync(join(folder, 'locales', `${name}.pak`), '');
}
