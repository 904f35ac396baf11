/**
 * What can only be told by watching for a while: how late the event loop is, and whether somebody set the PC's clock.
 * Costs ten timer turns a second.
 */
import { uptime } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from '../base/clock.ts';

const lookEveryMs = 30_000;
/** The loop is asked this often whether it is late (ms); the histogram counts the time between, this one included. */
const resolutionMs = 100;
/** Looks of the event loop after which a percentile means something. */
const enoughLooks = 50;
/** The clock of the machine tells hundredths, and a look may come a little late (s). */
const smallestStepSec = 5;
const rememberMs = 24 * 3_600_000;

export type CoreMeters = {
  /** By how much 99 of 100 turns were late at most, within the last minute; undefined: not known yet. */
  delayP99Ms(): number | undefined;
  /** The largest step of the last 24 hours, negative: back; undefined: none. */
  clockStepSec(): number | undefined;
  stop(): void;
};

export function startCoreMeters(clock: Clock): CoreMeters {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  const steps = createClockWatch({ clock, machineSec: uptime });
  let last: number | undefined;
  let isSecondLook = false;
  const timer = setInterval(() => {
    steps.look();
    if (isSecondLook) {
      last = lateness(histogram) ?? last;
      histogram.reset();
    }
    isSecondLook = !isSecondLook;
  }, lookEveryMs);
  timer.unref();
  return {
    delayP99Ms: () => lateness(histogram) ?? last,
    clockStepSec: () => {
      steps.look();
      return steps.largestSec();
    },
    stop: () => {
      clearInterval(timer);
      histogram.disable();
    },
  };
}

function lateness(
  histogram: Pick<ReturnType<typeof monitorEventLoopDelay>, 'count' | 'percentile'>,
): number | undefined {
  if (histogram.count < enoughLooks) return undefined;
  return Math.max(0, Math.round(histogram.percentile(99) / 1e6 - resolutionMs));
}

/**
 * Compares the wall clock with the machine's own, which goes on while the PC sleeps: waking up is no step.
 * @param options.machineSec seconds since the machine was started, sleep included
 */
export function createClockWatch(options: { clock: Clock; machineSec: () => number }): {
  look(): void;
  largestSec(): number | undefined;
} {
  const { clock, machineSec } = options;
  const read = () => ({ wallSec: clock.now() / 1000, machineSec: machineSec() });
  let before = read();
  let steps: { atMs: number; sec: number }[] = [];
  return {
    look: () => {
      const now = read();
      const sec = now.wallSec - before.wallSec - (now.machineSec - before.machineSec);
      before = now;
      if (Math.abs(sec) >= smallestStepSec) steps.push({ atMs: clock.monotonic(), sec: Math.round(sec) });
    },
    largestSec: () => {
      const sinceMs = clock.monotonic() - rememberMs;
      steps = steps.filter(({ atMs }) => atMs >= sinceMs);
      return steps.toSorted((one, other) => Math.abs(other.sec) - Math.abs(one.sec)).at(0)?.sec;
    },
  };
}
