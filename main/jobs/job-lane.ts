/** State of a lane: what runs in it now, who holds it, when it wakes. */
import type { JobLane } from '../../contract/jobs.ts';
import { AppError } from '../base/app-error.ts';
import type { JobRow } from '../db/jobs.ts';
import type { ProgressMeter } from './progress-meter.ts';

export type AbortReason = 'cancel' | 'stop' | 'hold';
export type Current = {
  row: JobRow;
  controller: AbortController;
  reason: AbortReason | undefined;
  meter: ProgressMeter;
  /** Settled when its row tells how it ended. */
  finished: PromiseWithResolvers<void>;
};
export type Lane = {
  name: JobLane;
  holds: Set<string>;
  current: Current | undefined;
  working: Promise<void> | undefined;
  isWoken: boolean;
  timer: NodeJS.Timeout | undefined;
};

export function newLane(name: JobLane): Lane {
  return {
    name,
    holds: new Set(),
    current: undefined,
    working: undefined,
    isWoken: false,
    timer: undefined,
  };
}

export function abort(current: Current, reason: AbortReason): void {
  // A person's wish outlives the reasons of the program.
  if (current.reason !== 'cancel') current.reason = reason;
  current.controller.abort(new AppError('job_cancelled'));
}
