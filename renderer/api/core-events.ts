/** What the core announces, for whichever part of the page listens, and whether the connection stands. */
import type { EventName } from '../../contract/events.ts';
import { type Connection, type StreamMessage, startEventStream } from './event-stream.ts';

export type Handler = (name: EventName | 'reset' | 'open', payload: unknown) => void;

const listeners = new Set<Handler>();
const watchers = new Set<() => void>();
let connection: Connection = 'connecting';

/** Called once, before anything is asked of the core: what changes after an answer was given must be heard. */
export function followCore(): void {
  startEventStream(hear);
}

function hear(message: StreamMessage): void {
  if (message.kind === 'event') {
    tellAll(message.name, message.name === 'reset' ? undefined : JSON.parse(message.data));
    return;
  }
  // A tab that has just come is answered aloud: the others know.
  if (message.connection === connection) return;
  connection = message.connection;
  for (const tell of watchers) tell();
  if (connection === 'open') tellAll('open', undefined);
}

function tellAll(name: EventName | 'reset' | 'open', payload: unknown): void {
  for (const listener of listeners) listener(name, payload);
}

/** When it is known for the first time whether the core is heard. */
export async function firstNews(): Promise<void> {
  if (connection !== 'connecting') return;
  await new Promise<void>((resolve) => {
    const stop = watchConnection(() => {
      if (connection === 'connecting') return;
      stop();
      resolve();
    });
  });
}

/** @param handler also told `open` when the stream stands (again) and `reset` when events may have been missed */
export function listenToCore(handler: Handler): () => void {
  listeners.add(handler);
  return () => {
    listeners.delete(handler);
  };
}

/** @param tell called when it has changed @returns a function that ends it */
export function watchConnection(tell: () => void): () => void {
  watchers.add(tell);
  return () => {
    watchers.delete(tell);
  };
}

/** Whether the core is heard at this moment. */
export function currentConnection(): Connection {
  return connection;
}
