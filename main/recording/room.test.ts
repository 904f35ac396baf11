import { expect, it } from 'vitest';
import { bytesPerSecond, minutesOfRoom } from './room.ts';

it('measures the bitrate once there is enough to measure, and expects one before', () => {
  expect(bytesPerSecond({ sizeBytes: 3_000_000, durationSec: 3 }, 4000)).toBe(500_000);
  expect(bytesPerSecond({ sizeBytes: 3_000_000, durationSec: 30 }, 4000)).toBe(100_000);
});

it('counts room in minutes at the rate of all running recordings', () => {
  expect(minutesOfRoom(60_000_000, 500_000)).toBe(2);
  expect(minutesOfRoom(0, 500_000)).toBe(0);
  expect(minutesOfRoom(1, 0)).toBe(Number.POSITIVE_INFINITY);
});
