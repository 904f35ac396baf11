import { expect, it } from 'vitest';
import { type HealthCode, healthCodes } from '../../../contract/health.ts';
import { remediesOf } from './remedies.ts';

it('leads somewhere wherever the page can do something about it', () => {
  const needCare = Object.values(healthCodes).flatMap((codes) =>
    Object.entries(codes).flatMap(([code, state]) =>
      state === 'attention' || state === 'trouble' ? [code as HealthCode] : [],
    ),
  );
  // The PC's clock, its disk and its memory are mended outside.
  expect(needCare.filter((code) => remediesOf(code).length === 0)).toEqual([
    'database_wal_large',
    'database_unreadable',
    'clock_set',
    'clock_behind',
    'core_slow',
    'core_memory_high',
    'restart_not_recovered',
  ]);
  expect(remediesOf('storage_full').map(({ to }) => to)).toEqual(['/trash', '/?sort=longest']);
});
