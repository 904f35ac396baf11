/** What is asked for more often than it should be done: for each name at once, and then at most once in a while. */

/** The browser's time, or a test's. */
export type Clock = {
  now: () => number;
  after: (ms: number, run: () => void) => void;
};

const browserClock: Clock = {
  now: () => performance.now(),
  after: (ms, run) => {
    setTimeout(run, ms);
  },
};

/**
 * What is asked for too soon is done once, when the time has come.
 * @param run says whether it has to be done once more, in its time; must not reject
 */
export function paced(everyMs: number, run: (name: string) => Promise<boolean>, clock: Clock = browserClock) {
  const lastRuns = new Map<string, number>();
  const waiting = new Set<string>();
  const ask = (name: string): void => {
    if (waiting.has(name)) return;
    const go = async (): Promise<void> => {
      waiting.delete(name);
      lastRuns.set(name, clock.now());
      if (await run(name)) ask(name);
    };
    const last = lastRuns.get(name);
    const restMs = last === undefined ? 0 : last + everyMs - clock.now();
    if (restMs > 0) {
      waiting.add(name);
      clock.after(restMs, () => void go());
    } else {
      void go();
    }
  };
  return { ask };
}
