/** What a snapshot says: its own facts in one small file, and where the list of its files is. */
import { z } from 'zod';
import { timeSchema } from '../../contract/common.ts';

export const formatVersion = 1;

const pieceNameSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** A file of the data folder. All its pieces but the last have `piece_bytes`. */
export const fileEntrySchema = z.object({
  /** In the data folder, `/` on every platform. */
  path: z.string().max(1024),
  size: z.int().min(0),
  mtime_ms: z.int(),
  piece_bytes: z.int().min(1),
  pieces: z.array(pieceNameSchema),
});
export type FileEntry = z.infer<typeof fileEntrySchema>;

/** A part of the list of files. */
const indexPieceSchema = z.object({ name: pieceNameSchema, size: z.int().min(1) });
export type IndexPiece = z.infer<typeof indexPieceSchema>;

export const snapshotSchema = z.object({
  format: z.literal(formatVersion),
  id: z.string().regex(/^[0-9TZ-]{15,40}-[0-9a-f]{8}$/),
  created_at: timeSchema,
  /** Of the program that made it. */
  version: z.string(),
  /** Name of the computer. */
  host: z.string(),
  contents: z.object({ media: z.boolean(), keys: z.boolean() }),
  files: z.int(),
  bytes: z.int(),
  /** Lessons in its library, and the library's format. */
  lessons: z.int(),
  library_format: z.int(),
  index: z.array(indexPieceSchema),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** Sizes of a file's pieces (bytes), in order. */
export function pieceSizes({ size, piece_bytes: piece, pieces }: FileEntry): number[] {
  return pieces.map((_, at) => Math.min(piece, size - at * piece));
}

/** Folders come where their name comes, as a walk through them goes. */
export function comparePaths(one: string, other: string): number {
  const [a, b] = [one.replaceAll('/', '\0'), other.replaceAll('/', '\0')];
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

const roots = /^(?:library\.sqlite|token|secret\.key|models\/.+|media\/(?:lessons|screenshots)\/.+)$/;

/** A backup must not write anywhere but where the recorder keeps its things, whoever made it. */
export function isSafePath(file: string): boolean {
  return (
    roots.test(file) &&
    file.split('/').every((part) => /^[\w][\w .()+@=,-]*$/.test(part) && !/[. ]$/.test(part))
  );
}
