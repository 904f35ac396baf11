/** MB per part. */
export type Sizes = { archive: number; unpacked: number; ffmpeg: number; total: number };
export const budgets: Sizes;
export type BesideFile = { path: string; sizeBytes: number };
export type PackedFile = BesideFile & { isUnpacked: boolean };
export type Packed = {
  archive: readonly PackedFile[];
  /** What lies beside the archive. */
  beside: readonly BesideFile[];
  /** Paths of the built-in models below dist/models. */
  models: readonly string[];
  platform: string;
  arch: string;
  hasFfmpeg: boolean;
};
export function listArchive(archive: string): PackedFile[];
export function listBeside(resources: string): BesideFile[];
export function hasAnalysis(platform: string, arch: string): boolean;
/** One line each; empty when all is well. */
export function problemsOf(packed: Packed): string[];
export function sizesOf(packed: Pick<Packed, 'archive' | 'beside'>): Sizes;
export function builtInModels(root: string): string[];
