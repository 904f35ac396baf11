/**
 * Entry of the thread that searches (search-thread.ts): the same search, on a connection of its own that only reads. One
 * query after the other, each on the newest state of the library. Its reply is made ready to be sent, since copying and
 * writing a page of 60 lessons as JSON is a good part of the work.
 */
import process from 'node:process';
import { parentPort, workerData } from 'node:worker_threads';
import { type SearchQuery, searchReplySchema } from '../../contract/search.ts';
import { AppError } from '../base/app-error.ts';
import { mismatch, pickerOf } from '../base/pick-fields.ts';
import { openReader } from '../db/database.ts';
import { familiesOfSearch } from '../db/search-families.ts';
import { findLessons } from '../db/search.ts';
import type { FromSearchThread, ReadyReply, ToSearchThread } from './search-messages.ts';

const { file } = workerData as { file: string };
const library = openReader(file, (slow) => tell({ kind: 'slow', slow }));
const encoder = new TextEncoder();
const pick = pickerOf(searchReplySchema);
let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (message: ToSearchThread) => {
  last = last.then(() => (message.kind === 'end' ? end() : answer(message.id, message.query)));
});
tell({ kind: 'ready' });

/** Never rejects. */
async function answer(id: number, query: SearchQuery): Promise<void> {
  try {
    const found = await library.atOnce(() => find(query));
    tell({ kind: 'found', id, found }, [found.bytes.buffer]);
  } catch (error) {
    if (error instanceof AppError) tell({ kind: 'refused', id, code: error.code, detail: error.message });
    else tell({ kind: 'failed', id, detail: error instanceof Error ? error.message : String(error) });
  }
}

async function find(query: SearchQuery): Promise<ReadyReply> {
  const { reply, isAsTyped, looked } = await findLessons(library.db, query);
  const picked = pick?.(reply);
  if (picked === undefined || picked === mismatch)
    throw new Error('the reply is not of the shape it should be');
  return {
    bytes: encoder.encode(JSON.stringify(picked)),
    nextCursor: reply.next_cursor,
    recordingIds: reply.items.map(({ recording_id: recordingId }) => recordingId),
    families: familiesOfSearch(looked, isAsTyped),
  };
}

function tell(message: FromSearchThread, transferred: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transferred);
}

function end(): void {
  library.close();
  process.exit();
}
