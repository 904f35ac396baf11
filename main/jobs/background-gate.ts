/**
 * Lets background work step back while a lesson is recorded: long media jobs unless the settings allow them, and
 * analysis until the class is over, or until the PC is idle. Changed settings count at once.
 */
import { cpus } from 'node:os';
import type { Settings } from '../../contract/settings.ts';
import type { JobLane } from '../../contract/jobs.ts';
import { type CpuTimes, IdleMeter, sumCpuTimes } from './idle-meter.ts';
import type { JobQueue } from './job-queue.ts';

export type BackgroundGate = {
  /** @param active lessons that are being recorded now */
  recordingsChanged(active: number): void;
  settingsChanged(): void;
  stop(): void;
};

/** Key under which recordings hold lanes. */
const holdKey = 'recording';
/** Between two looks at how busy the PC is (ms). */
const lookEveryMs = 5000;

export function createBackgroundGate(options: {
  jobs: Pick<JobQueue, 'hold' | 'release'>;
  settings: () => Settings;
  readCpuTimes?: () => CpuTimes;
  everyMs?: number;
}): BackgroundGate {
  const { jobs, settings, readCpuTimes = () => sumCpuTimes(cpus()), everyMs = lookEveryMs } = options;
  const held = new Set<JobLane>();
  let active = 0;
  let watch: { meter: IdleMeter; timer: NodeJS.Timeout; isIdle: boolean } | undefined;

  function hold(lane: JobLane, isHeld: boolean): void {
    if (held.has(lane) === isHeld) return;
    if (isHeld) {
      held.add(lane);
      jobs.hold(lane, holdKey);
    } else {
      held.delete(lane);
      jobs.release(lane, holdKey);
    }
  }

  function apply(): void {
    const { processing, analysis } = settings();
    const isRecording = active > 0;
    hold('media', isRecording && !processing.while_recording);
    if (isRecording && analysis.when === 'when_idle') watch ??= startWatch();
    else endWatch();
    hold('analysis', isRecording && watch?.isIdle !== true);
  }

  function startWatch(): NonNullable<typeof watch> {
    const meter = new IdleMeter(readCpuTimes());
    return { meter, isIdle: false, timer: setInterval(look, everyMs).unref() };
  }

  function look(): void {
    if (watch === undefined) return;
    watch.isIdle = watch.meter.look(readCpuTimes(), {
      isWorking: !held.has('analysis'),
      tellsLowPriority: process.platform === 'linux',
    });
    apply();
  }

  function endWatch(): void {
    clearInterval(watch?.timer);
    watch = undefined;
  }

  return {
    recordingsChanged: (count) => {
      active = count;
      apply();
    },
    settingsChanged: apply,
    stop: endWatch,
  };
}
