/**
 * The core's event stream: one connection for the page, however many parts of it listen, and whether it stands. A
 * stream the browser gave up on (the core was restarted) is opened anew until it stands again.
 */
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { EventName, EventPayload } from '../../contract/events.ts';

export type Connection = 'connecting' | 'open' | 'lost';

type Handler = (name: EventName | 'reset' | 'open', payload: unknown) => void;

/** Spelled out so that the page does not carry the contract's schemas; a missing name does not compile. */
const eventNames: Record<EventName, true> = {
  'recording.changed': true,
  'recording.level': true,
  'recording.alarm': true,
  'job.progress': true,
  'library.changed': true,
  'models.changed': true,
  'disk.low': true,
  'settings.changed': true,
};
const retryMs = 1500;
const listeners = new Set<Handler>();
const watchers = new Set<() => void>();
let connection: Connection = 'connecting';
let source: EventSource | undefined;
let retry: ReturnType<typeof setTimeout> | undefined;

function setConnection(next: Connection): void {
  if (next === connection) return;
  connection = next;
  for (const tell of watchers) tell();
}

function tellAll(name: EventName | 'reset' | 'open', payload: unknown): void {
  for (const listener of listeners) listener(name, payload);
}

function connect(): void {
  clearTimeout(retry);
  const stream = new EventSource('/api/events');
  source = stream;
  stream.addEventListener('open', () => {
    setConnection('open');
    tellAll('open', undefined);
  });
  stream.addEventListener('error', () => {
    setConnection('lost');
    // The browser retries a broken stream itself, but not one that was answered with an error.
    if (stream.readyState !== EventSource.CLOSED || source !== stream) return;
    retry = setTimeout(connect, retryMs);
  });
  for (const name of ['reset', ...(Object.keys(eventNames) as EventName[])] as const) {
    stream.addEventListener(name, (event) => {
      tellAll(name, name === 'reset' ? undefined : JSON.parse(String(event.data)));
    });
  }
}

/** @param handler also told `open` when the stream stands (again) and `reset` when events may have been missed */
export function listenToCore(handler: Handler): () => void {
  listeners.add(handler);
  if (source === undefined) connect();
  return () => {
    listeners.delete(handler);
    if (listeners.size > 0) return;
    clearTimeout(retry);
    source?.close();
    source = undefined;
  };
}

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
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => connection,
  );
}
