/** The core's event stream: one connection for the page, however many parts of it listen. */
import { useEffect, useEffectEvent } from 'react';
import type { EventName, EventPayload } from '../../contract/events.ts';

type Handlers = { [N in EventName]?: (payload: EventPayload<N>) => void } & {
  /** Events may have been missed: read everything anew. */
  missed?: () => void;
};

let source: EventSource | undefined;
let listeners = 0;

function connect(): EventSource {
  source ??= new EventSource('/api/events');
  listeners += 1;
  return source;
}

function release(): void {
  listeners -= 1;
  if (listeners > 0) return;
  source?.close();
  source = undefined;
}

/** Calls a handler for each event of its name while the component is shown. */
export function useServerEvents(handlers: Handlers): void {
  const handle = useEffectEvent((name: string, data: string) => {
    if (name === 'reset') handlers.missed?.();
    else (handlers[name as EventName] as ((payload: unknown) => void) | undefined)?.(JSON.parse(data));
  });
  const names = Object.keys(handlers).join(' ');
  useEffect(() => {
    const stream = connect();
    const listening = new AbortController();
    for (const name of ['reset', ...names.split(' ')]) {
      stream.addEventListener(name, (event) => handle(name, String(event.data)), {
        signal: listening.signal,
      });
    }
    return () => {
      listening.abort();
      release();
    };
  }, [names]);
}
