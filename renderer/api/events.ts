/** What the core announces, for components. */
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { EventName, EventPayload } from '../../contract/events.ts';
import { currentConnection, listenToCore, watchConnection } from './core-events.ts';
import type { Connection } from './event-stream.ts';

/** Calls a handler for each event of its name while the component is shown. */
export function useCoreEvent<N extends EventName>(
  name: N,
  handler: (payload: EventPayload<N>) => void,
): void {
  const handle = useEffectEvent(handler);
  useEffect(
    () =>
      listenToCore((told, payload) => {
        if (told === name) handle(payload as EventPayload<N>);
      }),
    [name],
  );
}

export function useConnection(): Connection {
  return useSyncExternalStore(watchConnection, currentConnection);
}
