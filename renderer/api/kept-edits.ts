/**
 * Changes that a person typed while the recorder was away. They are kept in the browser, shown as if they were saved
 * with a word that they are not yet, and sent when it is back. A change is one request: its route and its fields; a
 * later one of the same route joins it. Routes take PATCH; `PUT ` before one says that it takes that, with fields left
 * out that stay as they are. What the recorder refuses is not kept.
 */
import { useSyncExternalStore } from 'react';
import { type FailureCode, type Method, call, failureOf, isPassing } from './client.ts';

type Fields = Readonly<Record<string, unknown>>;
type Edits = ReadonlyMap<string, Fields>;

/** The recorder is there, but could not deal with it just now. */
const troubles: ReadonlySet<FailureCode> = new Set(['internal', 'too_many_requests']);

const storageKey = 'airclass.unsaved-edits';
const watchers = new Set<() => void>();
let edits: Edits = read();

function read(): Edits {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    return new Map(Object.entries(stored as Record<string, Fields>));
  } catch {
    // No storage, or written by something else: nothing of ours is in it.
    return new Map();
  }
}

function send<T>(route: string, fields: Fields): Promise<T> {
  const [method, path]: [Method, string] = route.startsWith('PUT ')
    ? ['PUT', route.slice('PUT '.length)]
    : ['PATCH', route];
  return call<T>(method, path, { body: fields });
}

function show(next: Edits): void {
  edits = next;
  for (const tell of watchers) tell();
}

function keep(path: string, fields: Fields | undefined): void {
  const next = new Map(edits);
  if (fields === undefined) next.delete(path);
  else next.set(path, fields);
  if (next.size === 0) localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, JSON.stringify(Object.fromEntries(next)));
  show(next);
}

/** Another window of the page keeps its own there too, and takes away what it has saved. @returns a function that ends it */
export function followOtherWindows(): () => void {
  window.addEventListener('storage', readOthers);
  return () => window.removeEventListener('storage', readOthers);
}

function readOthers({ key }: StorageEvent): void {
  if (key === storageKey) show(read());
}

/**
 * Keeps a change at once, for a page that may be gone before the recorder has answered. `saveEdit` after it takes it
 * away when it is saved; otherwise it goes with the next visit.
 */
export function keepEdit(path: string, fields: Fields): void {
  try {
    keep(path, { ...edits.get(path), ...fields });
  } catch {
    // No room: the request alone has to do.
  }
}

/**
 * Saves now, or as soon as it can be.
 * @returns the recorder's reply; undefined when the change is kept for later
 * @throws ApiFailure when the recorder refuses it
 */
export async function saveEdit<T>(path: string, fields: Fields): Promise<T | undefined> {
  const all = { ...edits.get(path), ...fields };
  try {
    const reply = await send<T>(path, all);
    if (edits.has(path)) keep(path, undefined);
    return reply;
  } catch (error) {
    if (!isPassing(error)) throw error;
    keep(path, { ...edits.get(path), ...fields });
    return undefined;
  }
}

/**
 * Sends everything that is kept.
 * @param onSaved of a route; what it shows is kept until it has shown the recorder's answer
 * @param onRefused with the reason; the change is given up
 *
 * Trouble inside the recorder is no answer to what was typed: the change is kept, and the others are sent.
 */
export async function sendKeptEdits(
  onSaved: (path: string) => Promise<unknown>,
  onRefused: (error: unknown) => void,
): Promise<void> {
  for (const [path, fields] of edits) {
    try {
      await send(path, fields);
      await onSaved(path);
    } catch (error) {
      if (isPassing(error)) return;
      if (troubles.has(failureOf(error).code)) continue;
      onRefused(error);
    }
    // Unless more was typed meanwhile: that goes with the next attempt.
    if (edits.get(path) === fields) keep(path, undefined);
  }
}

export function useKeptEdits(): Edits {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => edits,
  );
}

/** What is shown while a change of it waits. Pure. */
export function withEdit<T extends object>(saved: T, fields: Fields | undefined): T {
  return fields === undefined ? saved : { ...saved, ...fields };
}
