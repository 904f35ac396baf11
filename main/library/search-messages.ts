/** What the core's own thread and the one that searches say to each other. */
import type { ErrorCode } from '../../contract/errors.ts';
import type { SearchQuery } from '../../contract/search.ts';
import type { SlowQuery } from '../db/slow-query-log.ts';

export type ToSearchThread = { kind: 'find'; id: number; query: SearchQuery } | { kind: 'end' };

/** What was found, ready to leave. */
export type ReadyReply = {
  /** JSON in UTF-8. */
  bytes: Uint8Array<ArrayBuffer>;
  nextCursor: string | null;
  recordingIds: string[];
  families: string[];
};

export type FromSearchThread =
  | { kind: 'ready' }
  | { kind: 'found'; id: number; found: ReadyReply }
  /** Asking again makes no difference. */
  | { kind: 'refused'; id: number; code: ErrorCode; detail: string }
  /** Whatever it was: whoever asked can still search by itself. */
  | { kind: 'failed'; id: number; detail: string }
  | { kind: 'slow'; slow: SlowQuery };
