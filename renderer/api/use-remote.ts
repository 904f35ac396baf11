/** What the core said last, kept while it is asked again. */
import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { type ApiFailure, failureOf } from './client.ts';

export type Remote<T> = {
  /** Undefined until the first answer for this key. */
  data: T | undefined;
  failure: ApiFailure | undefined;
  /** Asks again; what is shown stays until the answer is there. */
  reload: () => void;
};

/** @param key what is asked for: another key forgets the answer of the one before; undefined asks nothing */
export function useRemote<T>(key: string | undefined, load: (signal: AbortSignal) => Promise<T>): Remote<T> {
  const [answer, setAnswer] = useState<{ key: string; round: number; data?: T; failure?: ApiFailure }>();
  const [round, setRound] = useState(0);
  const ask = useEffectEvent(load);
  useEffect(() => {
    if (key === undefined) return undefined;
    const asking = new AbortController();
    void ask(asking.signal).then(
      (data) => setAnswer({ key, round, data }),
      (error: unknown) => {
        if (asking.signal.aborted) return;
        // An answer that was there stays on the screen while the core cannot be reached.
        setAnswer((last) => ({ ...(last?.key === key ? last : { key }), round, failure: failureOf(error) }));
      },
    );
    return () => asking.abort();
  }, [key, round]);
  const reload = useCallback(() => setRound((value) => value + 1), []);
  const current = answer?.key === key ? answer : undefined;
  return { data: current?.data, failure: current?.failure, reload };
}
