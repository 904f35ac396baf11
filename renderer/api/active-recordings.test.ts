import { describe, expect, it } from 'vitest';
import type { RecordingStatus } from '../../contract/recording.ts';
import { activeRecordings } from './active-recordings.ts';
import type { RecordingListItem } from './recording.ts';

function row(id: string, status: RecordingStatus, minute: number): RecordingListItem {
  return {
    recording_id: id,
    session_id: 's',
    title: id,
    is_test: false,
    status,
    created_at: new Date(Date.UTC(2026, 2, 2, 0, minute)).toISOString(),
    duration: 1,
    size_mb: 1,
    deleted_at: null,
  };
}

/** Answers as the core does: newest first, so many at once. */
function coreWith(rows: readonly RecordingListItem[]) {
  return async (query: { status?: RecordingStatus; limit?: number }) => ({
    items: rows
      .filter(({ status }) => query.status === undefined || status === query.status)
      .toSorted((a, b) => b.created_at.localeCompare(a.created_at))
      .slice(0, query.limit ?? 50),
  });
}

describe('what is recorded now', () => {
  it('is found behind any number of files that were imported meanwhile', async () => {
    const imports = Array.from({ length: 60 }, (_, index) => row(`import ${index}`, 'ready', 2 + index));
    const running = [row('first', 'recording', 0), row('second', 'paused', 1)];
    const found = await activeRecordings(coreWith([...running, ...imports]));
    expect(found.map(({ recording_id: id }) => id)).toEqual(['second', 'first']);
  });

  it('is asked for once where nobody is logged in', async () => {
    let asked = 0;
    const refuse = async () => {
      asked += 1;
      throw new Error('unauthorized');
    };
    await expect(activeRecordings(refuse)).rejects.toThrow('unauthorized');
    expect(asked).toBe(1);
  });

  it('is there once when its status changes between two answers', async () => {
    const found = await activeRecordings(async () => ({ items: [row('one', 'recording', 0)] }));
    expect(found).toHaveLength(1);
  });
});
