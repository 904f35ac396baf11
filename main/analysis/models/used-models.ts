/** Which model, in which version, an answer comes from. */
import type { UsedModel } from '../../../contract/analysis.ts';
import { type Manifest, entryOf, readManifest } from './manifest.ts';

/** @returns by name, each once. @throws AppError model_unknown */
export function modelVersions(names: Iterable<string>, manifest: Manifest = readManifest()): UsedModel[] {
  return [...new Set(names)].toSorted().map((name) => ({ name, version: entryOf(manifest, name).version }));
}
