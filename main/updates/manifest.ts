/**
 * What an update file says it holds: read only after its signature was found right, and still not believed further than
 * its form allows. Paths that lead out of a folder, mean something else on another system, or appear twice are refused.
 * Links have no place in the form at all.
 */
import { z } from 'zod';
import { timeSchema } from '../../contract/common.ts';
import { updateNotesSchema, versionSchema } from '../../contract/updates.ts';
import { AppError } from '../base/app-error.ts';

export const productName = 'airclass-recorder';

/** Far above what a core is (some 150 MB in 4,000 files), and what a school's disk can bear. */
export const limits = {
  files: 50_000,
  fileBytes: 1_000_000_000,
  totalBytes: 2_000_000_000,
  manifestBytes: 16_000_000,
};

/** Windows takes these for devices, whatever ending they have. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
const longestPath = 200;

/** @returns why a path cannot be used; undefined when it can */
export function problemOfPath(path: string): string | undefined {
  if (path === '' || path.length > longestPath) return 'is empty or too long';
  // oxlint-disable-next-line no-control-regex -- that is what is looked for
  if (/[\\:*?"<>|\u0000-\u001f]/.test(path)) return 'holds a character that not every system takes';
  for (const name of path.split('/')) {
    if (name === '' || name === '.' || name === '..') return 'does not stay in its folder';
    if (/[. ]$/.test(name)) return 'ends with a dot or a space';
    if (deviceName.test(name)) return 'is the name of a device';
  }
  return undefined;
}

const fileSchema = z.strictObject({
  /** Below the core's folder, with `/`. */
  path: z.string(),
  size_bytes: z.int().min(0).max(limits.fileBytes),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  is_executable: z.boolean().default(false),
});
export type UpdateFile = z.infer<typeof fileSchema>;

export const manifestSchema = z
  .strictObject({
    product: z.literal(productName),
    version: versionSchema,
    platform: z.enum(['win32', 'darwin', 'linux']),
    arch: z.enum(['x64', 'arm64']),
    /** The one its core needs (contract/updates.ts). */
    shell_contract: z.int().min(1),
    created_at: timeSchema,
    notes: updateNotesSchema,
    /** Of the files, one after the other in the order below, compressed as one stream (brotli). */
    payload_bytes: z.int().min(1).max(limits.totalBytes),
    files: z.array(fileSchema).min(1).max(limits.files),
  })
  .check(({ value, issues }) => {
    const total = value.files.reduce((sum, { size_bytes: size }) => sum + size, 0);
    const add = (message: string) => issues.push({ code: 'custom', message, input: value.version });
    if (total > limits.totalBytes) add('all files together are too large');
    const seen = new Set<string>();
    const folders = new Set<string>();
    for (const { path } of value.files) {
      const problem = problemOfPath(path);
      if (problem !== undefined) add(`${path} ${problem}`);
      // Windows and Macs take names for the same that differ in case or in how an accent is written.
      const folded = path.normalize('NFC').toLowerCase();
      if (seen.has(folded)) add(`${path} appears twice`);
      seen.add(folded);
      const names = folded.split('/');
      for (let depth = 1; depth < names.length; depth += 1) folders.add(names.slice(0, depth).join('/'));
    }
    for (const folder of folders) if (seen.has(folder)) add(`${folder} is a file and a folder`);
    for (const needed of [coreEntry, 'package.json']) if (!seen.has(needed)) add(`${needed} is missing`);
  });
export type UpdateManifest = z.infer<typeof manifestSchema>;

/** What is started of it. */
export const coreEntry = 'dist/main/headless.js';

/** @throws AppError update_unreadable */
export function parseManifest(bytes: Buffer): UpdateManifest {
  try {
    return manifestSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    throw new AppError('update_unreadable', 'the list of files in the update cannot be used', {
      cause: error,
    });
  }
}

export function totalBytes(manifest: UpdateManifest): number {
  return manifest.files.reduce((sum, { size_bytes: size }) => sum + size, 0);
}
