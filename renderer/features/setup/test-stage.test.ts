import { expect, it } from 'vitest';
import { recordingStatuses } from '../../../contract/recording.ts';
import { stageOf } from './test-stage.ts';

it('counts down from the first picture and never below one', () => {
  const left = [0, 0.2, 3.1, 4.9, 5.6].map((elapsed_seconds) =>
    stageOf({ status: 'recording', elapsed_seconds }),
  );
  expect(left.map((stage) => (stage.name === 'recording' ? stage.secondsLeft : undefined))).toEqual([
    5, 5, 2, 1, 1,
  ]);
});

it('is over when it can be played or nothing came', () => {
  const over = recordingStatuses.filter((status) => !stageOf({ status, elapsed_seconds: 0 }).isRunning);
  expect(over).toEqual(['processing', 'ready', 'failed']);
});
