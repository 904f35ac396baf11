/** How a result says which models it was made with. */
import type { UsedModel } from '../../../contract/analysis.ts';
import { entryOf, readManifest } from './manifest.ts';

/** @throws AppError model_unknown */
export function usedModels(...names: readonly string[]): UsedModel[] {
  const manifest = readManifest();
  return names.map((name) => ({ name, version: entryOf(manifest, name).version }));
}
