import { expect, it } from 'vitest';
import { AppError } from '../base/app-error.ts';
import { type Logger, silentLogger } from '../base/logger.ts';
import { createErrorTally } from './error-tally.ts';

const clock = { now: () => Date.parse('2026-03-02T00:00:00Z'), monotonic: () => 0 };

it('counts errors by code alone, those of children too, and writes them as before', () => {
  const written: string[] = [];
  const inner: Logger = {
    ...silentLogger,
    error: (_fields, message) => void written.push(message),
    warn: (_fields, message) => void written.push(message),
    child: () => inner,
  };
  const tally = createErrorTally(inner, clock);
  tally.log.error({ err: new AppError('ffmpeg_failed', '김서연 rtmp://host/live/key') }, 'one');
  tally.log.child({ recordingId: 'r' }).error({ err: new AppError('ffmpeg_failed') }, 'two');
  tally.log.error({ err: Object.assign(new Error('/home/kim'), { code: 'ENOSPC' }) }, 'three');
  tally.log.error({ err: new TypeError('a title') }, 'four');
  tally.log.error({ err: Object.assign(new Error('x'), { name: '김서연', code: 'rtmp://host' }) }, 'five');
  tally.log.warn({ err: new AppError('internal') }, 'six');
  const last_at = '2026-03-02T00:00:00.000Z';
  expect(tally.counts()).toEqual([
    { code: 'ffmpeg_failed', count: 2, last_at },
    { code: 'ENOSPC', count: 1, last_at },
    { code: 'TypeError', count: 1, last_at },
    { code: 'unknown', count: 1, last_at },
  ]);
  expect(written).toEqual(['one', 'two', 'three', 'four', 'five', 'six']);
});
