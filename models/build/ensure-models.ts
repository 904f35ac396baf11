/** Makes the built-in models when they are missing or of another version: before integration tests run alone. */
import path from 'node:path';
import { packageRoot } from '../../main/base/package-info.ts';
import { areModelsBuilt, buildModels } from './build-models.ts';

export const builtInDir: string = path.join(packageRoot, 'dist', 'models');

/** Name and signature are those of Vitest's global set-up. */
export function setup(): void {
  if (!areModelsBuilt(builtInDir)) buildModels(builtInDir);
}
