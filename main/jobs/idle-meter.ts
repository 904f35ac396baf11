/** Whether the PC has nothing better to do, from the times its cores report. */
import type { CpuInfo } from 'node:os';

/** Sums over all cores since the PC started (ms). */
export type CpuTimes = { busy: number; total: number; cores: number };

/**
 * Busier than this, somebody is using the PC: a core and a third of a classroom PC with four, and more than a
 * recording with the page open takes (1–3 % of two cores). Chosen with that distance, not measured on schools' PCs.
 */
const busyShare = 0.33;
/** Idle below this; lower than `busyShare`, so that work does not start and stop by turns. */
const idleShare = 0.2;
/** Looks in a row that must be idle before work begins: somebody who reads a page touches nothing for a while. */
const idleLooks = 3;

/**
 * Work that runs at low priority is not counted where the system tells it apart (Linux): it gives way
 * by itself, and ours would otherwise stop itself.
 */
export function sumCpuTimes(cpus: readonly CpuInfo[]): CpuTimes {
  let busy = 0;
  let total = 0;
  for (const { times } of cpus) {
    busy += times.user + times.sys + times.irq;
    total += times.user + times.nice + times.sys + times.irq + times.idle;
  }
  return { busy, total, cores: cpus.length };
}

export class IdleMeter {
  #last: CpuTimes;
  #idleInARow = 0;
  #isIdle = false;

  constructor(now: CpuTimes) {
    this.#last = now;
  }

  /**
   * @param isWorking whether our own background work runs; where its priority is not told apart it is one core's worth
   * @returns whether the PC is idle now
   */
  look(now: CpuTimes, options: { isWorking: boolean; tellsLowPriority: boolean }): boolean {
    const passed = now.total - this.#last.total;
    const own = options.isWorking && !options.tellsLowPriority ? passed / now.cores : 0;
    const busy = Math.max(0, now.busy - this.#last.busy - own);
    this.#last = now;
    // The clock stood still: nothing new is known.
    if (passed <= 0) return this.#isIdle;
    const share = busy / passed;
    this.#idleInARow = share < idleShare ? this.#idleInARow + 1 : 0;
    if (share > busyShare) this.#isIdle = false;
    else if (this.#idleInARow >= idleLooks) this.#isIdle = true;
    return this.#isIdle;
  }
}
