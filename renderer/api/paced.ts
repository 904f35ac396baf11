/** What is asked for more often than it should be done: for each name at once, and then at most once in a while. */

/** The browser's time, or a test's. */
export type Clock = {
  now: () => number;
  /** @returns a function that calls it off */
  after: (ms: number, run: () => void) => () => void;
};

const browserClock: Clock = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * What is asked for too soon is done once, when the time has come.
 * @param run says whether it has to be done once more, in its time; must not reject
 */
export function paced(everyMs: number, run: (name: string) => Promise<boolean>, clock: Clock = browserClock) {
  const lastRuns = new Map<string, number>();
  const waiting = new Map<string, () => void>();
  let isOver = false;
  const ask = (name: string): void => {
    if (isOver || waiting.has(name)) return;
    const go = async (): Promise<void> => {
      waiting.delete(name);
      lastRuns.set(name, clock.now());
      if (await run(name)) ask(name);
    };
    const last = lastRuns.get(name);
    const restMs = last === undefined ? 0 : last + everyMs - clock.now();
    if (restMs > 0) {
      const callOff = clock.after(restMs, () => void go());
      waiting.set(name, callOff);
    } else {
      void go();
    }
  };
  const end = (): void => {
    isOver = true;
    for (const stop of waiting.values()) stop();
    waiting.clear();
  };
  return { ask, end };
}
