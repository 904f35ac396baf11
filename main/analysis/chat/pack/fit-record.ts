/** What a fit left beside the pack: the heads, and what was found out about them. Gone with the pack. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { fitTaskSchema } from '../../../../contract/analysis.ts';
import { timeSchema } from '../../../../contract/common.ts';
import { type ManifestEntry, hashOf } from '../../models/manifest.ts';
import type { ModelFolders } from '../../models/model-files.ts';
import { headsVersion } from './heads.ts';
import type { Judgement } from './judge.ts';

const recordSchema = z.object({
  /** Of pack, lines and method (`fitKey`): with any of them changed it is fitted anew. */
  key: z.string(),
  fitted_at: timeSchema,
  lines: z.int(),
  heads_sha256: z.string(),
  numbers: z.record(z.string(), z.number()),
  tasks: z.array(fitTaskSchema),
});
export type FitRecord = z.infer<typeof recordSchema>;

/** @param chat the built-in chat models, whose files hold the lines and what they said of them */
export function fitKey(pack: ManifestEntry, chat: ManifestEntry): string {
  return createHash('sha256')
    .update([hashOf(pack), hashOf(chat), headsVersion].join('\n'))
    .digest('hex');
}

export function fitFolder(pack: ManifestEntry, folders: ModelFolders): string {
  return path.join(folders.packDir, pack.name, 'fit');
}

/** @returns undefined when there is none, or it belongs to other files, or is not whole: then it is made again */
export function readFit(folder: string, key: string): { record: FitRecord; heads: Buffer } | undefined {
  try {
    const found = recordSchema.safeParse(JSON.parse(readFileSync(path.join(folder, 'fit.json'), 'utf8')));
    if (!found.success || found.data.key !== key) return undefined;
    const heads = readFileSync(path.join(folder, 'heads.bin'));
    const record = found.data;
    return sha256(heads) === record.heads_sha256 ? { record, heads } : undefined;
  } catch {
    // Not there, or no JSON: both mean that there is no fit to use.
    return undefined;
  }
}

/** The record last: without it the heads are not looked at. */
export async function writeFit(
  folder: string,
  about: Pick<FitRecord, 'key' | 'fitted_at'>,
  judgement: Judgement,
  heads: Uint8Array,
): Promise<void> {
  const record: FitRecord = {
    ...about,
    lines: judgement.lines,
    heads_sha256: sha256(heads),
    numbers: judgement.numbers,
    tasks: judgement.tasks.map(({ task, builtIn, withPack, gain, isUsed }) => ({
      ...{ task, built_in: builtIn, with_pack: withPack, gain, is_used: isUsed },
    })),
  };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rm(path.join(folder, 'fit.json'), { force: true });
  await writeFile(path.join(folder, 'heads.bin'), heads, { mode: 0o600 });
  const next = path.join(folder, 'fit.json.next');
  await writeFile(next, `${JSON.stringify(record, null, 1)}\n`, { mode: 0o600 });
  await rename(next, path.join(folder, 'fit.json'));
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
