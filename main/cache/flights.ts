/** One making per key within this process: whoever asks meanwhile waits for it. */
import type { Entry } from './cache.ts';
import type { ChangeLog } from './change-log.ts';

export type Flights = {
  /** @param make is called at once when nobody else is making it; `joined` when somebody is */
  join(
    key: string,
    options: { make: (madeAt: number) => Promise<Entry | undefined>; joined: () => void },
  ): Promise<Entry | undefined>;
};

export function createFlights(changes: ChangeLog): Flights {
  const flights = new Map<string, { madeAt: number; entry: Promise<Entry | undefined> }>();
  return {
    join: async (key, { make, joined }) => {
      const madeAt = changes.now();
      const flight = flights.get(key);
      // Only with whoever began after the last change: what they read is what this one would.
      if (flight?.madeAt === madeAt) {
        joined();
        return flight.entry;
      }
      const entry = make(madeAt);
      const own = { madeAt, entry };
      flights.set(key, own);
      try {
        return await entry;
      } finally {
        if (flights.get(key) === own) flights.delete(key);
      }
    },
  };
}
