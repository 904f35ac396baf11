/**
 * electron-builder calls this for each file to be signed for Windows when the key is in a token or HSM: osslsigncode
 * reaches it through the maker's PKCS#11 module. The PIN goes by a file that only we can read, not by the command line,
 * which every user of the machine sees.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

export function sign({ path, hash, site }) {
  const folder = mkdtempSync(join(tmpdir(), 'airclass-sign-'));
  try {
    const pinFile = join(folder, 'pin');
    writeFileSync(pinFile, process.env.AIRCLASS_PKCS11_PIN ?? '', { mode: 0o600 });
    const signed = `${path}.signed`;
    const args = signArguments({ path, signed, hash, site, pinFile, env: process.env });
    const result = spawnSync(process.env.AIRCLASS_OSSLSIGNCODE || 'osslsigncode', args, {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (result.error !== undefined)
      throw new Error(`osslsigncode cannot be started: ${result.error.message}`);
    if (result.status !== 0) throw new Error(`osslsigncode could not sign ${path}`);
    renameSync(signed, path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns {string[]} */
export function signArguments({ path, signed, hash, site, pinFile, env }) {
  return [
    'sign',
    ...(env.AIRCLASS_PKCS11_ENGINE ? ['-pkcs11engine', env.AIRCLASS_PKCS11_ENGINE] : []),
    ...['-pkcs11module', env.AIRCLASS_PKCS11_MODULE ?? ''],
    ...['-certs', env.AIRCLASS_PKCS11_CERT ?? ''],
    ...['-key', env.AIRCLASS_PKCS11_KEY ?? ''],
    ...(env.AIRCLASS_PKCS11_PIN ? ['-readpass', pinFile] : []),
    ...['-h', hash, '-n', 'AIRClass Recorder'],
    ...(site ? ['-i', site] : []),
    ...['-ts', env.AIRCLASS_TIMESTAMP_SERVER || 'http://timestamp.digicert.com'],
    ...['-in', path, '-out', signed],
  ];
}
