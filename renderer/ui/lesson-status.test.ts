import { describe, expect, it } from 'vitest';
import type { RecordingStatus } from '../../contract/recording.ts';
import { leadingStatus } from './lesson-status.ts';

const of = (...statuses: RecordingStatus[]) => leadingStatus(statuses.map((status) => ({ status })));

describe('what the page says of all lessons that run', () => {
  it('is that one is recorded, only while one is', () => {
    expect(of('paused', 'recording')).toBe('recording');
    expect(of('paused')).toBe('paused');
    expect(of('starting', 'paused')).toBe('paused');
    expect(of('stopping')).toBe('stopping');
    expect(of()).toBeUndefined();
  });
});
