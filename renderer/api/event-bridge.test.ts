import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import type { RecordingStatus } from '../../contract/recording.ts';
import { readLessons, recordingChanged } from './event-bridge.ts';
import { keys } from './keys.ts';

function announced(cache: QueryClient, id: string, status: RecordingStatus): void {
  const event = {
    recording_id: id,
    session_id: 's',
    status,
    duration_seconds: 3,
    size_mb: 1,
    is_test: false,
  };
  recordingChanged(cache, event);
}
const isToBeRead = (cache: QueryClient, id: string) =>
  cache.getQueryState(keys.status(id))?.isInvalidated === true;

describe('a recording that is announced', () => {
  it('is read anew when its status changed, and only filled in when it did not', () => {
    const cache = new QueryClient();
    cache.setQueryData(keys.status('a'), { status: 'recording', duration_seconds: 1 });
    announced(cache, 'a', 'recording');
    expect(isToBeRead(cache, 'a')).toBe(false);
    expect(cache.getQueryData(keys.status('a'))).toMatchObject({ duration_seconds: 3 });
    announced(cache, 'a', 'reconnecting');
    expect(isToBeRead(cache, 'a')).toBe(true);
  });

  it('is read again when it is back at what is shown, for the answer on its way tells what was in between', () => {
    const cache = new QueryClient();
    cache.setQueryData(keys.status('b'), { status: 'reconnecting', duration_seconds: 1 });
    announced(cache, 'b', 'reconnecting');
    announced(cache, 'b', 'recording');
    // Read, but answered before the source went away again.
    cache.setQueryData(keys.status('b'), { status: 'reconnecting', duration_seconds: 1 });
    expect(isToBeRead(cache, 'b')).toBe(false);
    announced(cache, 'b', 'reconnecting');
    expect(isToBeRead(cache, 'b')).toBe(true);
  });
});

describe('a session of which more is known', () => {
  it('makes the chat of its lessons be read anew, and nothing else', async () => {
    const cache = new QueryClient();
    for (const [id, session] of [
      ['a', 'math-1'],
      ['b', 'math-2'],
    ] as const) {
      cache.setQueryData(keys.info(id), { recording_id: id, session_id: session });
      cache.setQueryData(keys.chat(id), {});
    }
    await readLessons(cache, 'math-1', 'chat');
    const invalid = cache
      .getQueryCache()
      .findAll()
      .flatMap(({ queryKey, state }) => (state.isInvalidated ? [queryKey] : []));
    expect(invalid).toEqual([keys.chat('a')]);
    await readLessons(cache, 'math-2');
    expect(cache.getQueryState(keys.info('b'))?.isInvalidated).toBe(true);
    expect(cache.getQueryState(keys.info('a'))?.isInvalidated).toBe(false);
  });
});
