/**
 * Reads models/manifest.json: which models exist, in which version, under which licence, where each comes from and by
 * which hashes its files are known. Nothing is loaded or installed that does not stand there.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { modelNameSchema, modelTasks } from '../../../contract/analysis.ts';
import { AppError } from '../../base/app-error.ts';
import { packageRoot } from '../../base/package-info.ts';

const fileSchema = z.object({
  /** Inside the folder of models; a second level where a model has several files. */
  path: z.string().regex(/^[a-z0-9][a-z0-9./-]*$/),
  size_bytes: z.int().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Of a pack of several files: where this one lies below `source`. */
  from: z
    .string()
    .regex(/^[\w][\w./-]*$/)
    .optional(),
});
export type ModelFile = z.infer<typeof fileSchema>;

const entrySchema = z.object({
  name: modelNameSchema,
  version: z.string(),
  task: z.enum(modelTasks),
  /** SPDX. */
  licence: z.string(),
  /**
   * A package and the path inside it for built-in models; the pinned address for packs: of the file, or of the folder
   * (with a slash at its end) when there are several.
   */
  source: z.string(),
  origin: z.enum(['built_in', 'pack']),
  files: z.array(fileSchema).min(1),
});
export type ManifestEntry = z.infer<typeof entrySchema>;

export const manifestSchema = z
  .object({ models: z.array(entrySchema) })
  .refine(({ models }) => new Set(models.map((model) => model.name)).size === models.length, {
    message: 'two models have the same name',
  })
  .refine(
    ({ models }) =>
      models.every((each) => each.origin === 'built_in' || z.url().safeParse(each.source).success),
    { message: 'the source of a pack is an address' },
  )
  .refine(({ models }) => models.every((each) => each.origin === 'built_in' || hasAddresses(each)), {
    message: 'a pack is one file, or says of each where it lies below a source that ends with a slash',
  });
export type Manifest = readonly ManifestEntry[];

function hasAddresses({ source, files }: ManifestEntry): boolean {
  if (files.length === 1 && files[0]?.from === undefined) return true;
  return source.endsWith('/') && files.every((file) => file.from !== undefined);
}

/** @throws Error when the file that came with the program cannot be understood */
export function readManifest(file = path.join(packageRoot, 'models', 'manifest.json')): Manifest {
  return manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).models;
}

/** @throws AppError model_unknown */
export function entryOf(manifest: Manifest, name: string): ManifestEntry {
  const entry = manifest.find((each) => each.name === name);
  if (entry === undefined) throw new AppError('model_unknown', `There is no model '${name}'.`);
  return entry;
}

export function sizeOf(entry: ManifestEntry): number {
  return entry.files.reduce((sum, file) => sum + file.size_bytes, 0);
}

/** The hash of the file; of several files the hash of their hashes, line by line. */
export function hashOf(entry: ManifestEntry): string {
  const [only, ...more] = entry.files;
  if (only !== undefined && more.length === 0) return only.sha256;
  return createHash('sha256')
    .update(entry.files.map((file) => `${file.sha256}\n`).join(''))
    .digest('hex');
}
