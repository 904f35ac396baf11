/** Which model, in which version, an answer comes from. Pure. */
import type { UsedModel } from '../../../contract/analysis.ts';
import { type Manifest, entryOf } from './manifest.ts';

/** @returns by name, each once. @throws AppError model_unknown */
export function usedModels(manifest: Manifest, names: Iterable<string>): UsedModel[] {
  return [...new Set(names)].toSorted().map((name) => ({ name, version: entryOf(manifest, name).version }));
}
