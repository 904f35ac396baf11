/**
 * The list of a snapshot's files, in order of their paths, cut into pieces that are kept like everything else. Where it
 * is cut depends on the paths themselves, so that a new lesson changes one piece, not all that come after it.
 */
import { createHash } from 'node:crypto';
import { AppError } from '../base/app-error.ts';
import { type FileEntry, type IndexPiece, fileEntrySchema } from './snapshot.ts';

/** One of 256 paths ends a piece. */
const cutEvery = 256;
/** Some 300 bytes a line with one piece: half a megabyte at most, unless files are huge. */
const mostLines = 2048;

export type IndexWriter = {
  add(entry: FileEntry): Promise<void>;
  end(): Promise<IndexPiece[]>;
};

/** @param keep stores a piece and tells its name */
export function createIndexWriter(keep: (content: Buffer) => Promise<string>): IndexWriter {
  const pieces: IndexPiece[] = [];
  let lines: string[] = [];
  async function cut(): Promise<void> {
    if (lines.length === 0) return;
    const content = Buffer.from(lines.join(''));
    lines = [];
    pieces.push({ name: await keep(content), size: content.length });
  }
  return {
    add: async (entry) => {
      lines.push(`${JSON.stringify(entry)}\n`);
      if (lines.length >= mostLines || isCut(entry.path)) await cut();
    },
    end: async () => {
      await cut();
      return pieces;
    },
  };
}

function isCut(path: string): boolean {
  return createHash('sha256').update(path).digest().readUInt16BE(0) % cutEvery === 0;
}

/**
 * @param read the content of a piece
 * @throws AppError backup_damaged
 */
export async function* readIndex(
  index: readonly IndexPiece[],
  read: (piece: IndexPiece) => Promise<Buffer>,
): AsyncIterable<FileEntry> {
  for (const piece of index) yield* entriesOf(await read(piece));
}

/** @throws AppError backup_damaged */
export function entriesOf(content: Buffer): FileEntry[] {
  try {
    return content
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => fileEntrySchema.parse(JSON.parse(line)));
  } catch (error) {
    throw new AppError('backup_damaged', 'the list of files of a backup cannot be read', { cause: error });
  }
}
