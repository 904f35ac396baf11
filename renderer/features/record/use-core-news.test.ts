import { describe, expect, it } from 'vitest';
import { followResumed } from './use-core-news.ts';

const at = (status: 'recording' | 'reconnecting', isResumed: boolean) => ({
  recording_id: 'a',
  session_id: 's',
  status,
  duration_seconds: 3,
  size_mb: 1,
  is_test: false,
  resumed_after_restart: isResumed,
});

describe('a lesson that goes on after a restart of the recorder', () => {
  it('is news once, when it is recorded again', () => {
    const isNews = followResumed();
    expect(
      [at('recording', false), at('reconnecting', true), at('recording', true), at('recording', true)].map(
        isNews,
      ),
    ).toEqual([false, false, true, false]);
  });

  it('is no news to a page that came after it', () => {
    const isNews = followResumed();
    expect([at('recording', true), at('recording', true)].map(isNews)).toEqual([false, false]);
  });
});
