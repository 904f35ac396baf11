/**
 * Whom the program trusts, and where it looks: what it was built with, and what the school has decided in its policy.
 * Neither can be written by whoever uses the computer.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { defaultSettings, settingsSchema } from '../../../contract/settings.ts';
import type { Logger } from '../../base/logger.ts';
import { type SettingsPolicy, applyPolicy } from '../../db/settings-policy.ts';
import { readKeys } from '../../updates/signature.ts';

export type UpdateTrust = {
  /** Public keys; a file signed by any of them is taken. */
  keys: readonly string[];
  allowsFiles: boolean;
  shareFolder: string | undefined;
  feedUrl: string | undefined;
  publishers: readonly string[];
};

/** Written by `npm run dist` (scripts/packaging/staging.mjs). */
const builtInSchema = z.object({
  keys: z.array(z.string()).default([]),
  feed: z.string().nullable().default(null),
  publishers: z.array(z.string()).default([]),
});
export const trustFileName = 'update-trust.json';

/** @param resources folder of a packaged program's files; undefined where it is not packaged */
export function readTrust(resources: string | undefined, policy: SettingsPolicy, log: Logger): UpdateTrust {
  const own = builtIn(resources, log);
  const { updates } = settingsSchema.parse(applyPolicy(defaultSettings, policy));
  const { keys, wrong } = readKeys(updates.trusted_keys);
  if (wrong.length > 0) log.warn({ wrong }, 'a key of the school for updates cannot be used');
  return {
    keys: [...new Set([...own.keys, ...keys])],
    allowsFiles: updates.from_files,
    shareFolder: updates.share_folder === '' ? undefined : updates.share_folder,
    // A school that sets it to nothing wants none.
    feedUrl: (policy.values.has('updates.feed_url') ? updates.feed_url : own.feed) || undefined,
    publishers: own.publishers,
  };
}

function builtIn(resources: string | undefined, log: Logger): z.output<typeof builtInSchema> {
  if (resources === undefined) return builtInSchema.parse({});
  try {
    return builtInSchema.parse(JSON.parse(readFileSync(path.join(resources, trustFileName), 'utf8')));
  } catch (error) {
    log.debug({ err: error }, 'the package names nobody whose updates it trusts');
    return builtInSchema.parse({});
  }
}
