/**
 * Files that the desktop shell is writing where its dialog said: how far each is, told wherever the page looks by
 * then. A save goes on when the screen that asked for it is left, and shows again when one comes back.
 */
import { useSyncExternalStore } from 'react';
import { answerOf, desktop } from './desktop.ts';
import { newId } from './new-id.ts';

export type FileSave = {
  saveId: string;
  /** undefined while the dialog is open: nothing is written yet. */
  writtenBytes: number | undefined;
  /** null while the core does not say. */
  totalBytes: number | null;
};

/** By the core's route whose reply is saved. */
const running = new Map<string, FileSave>();
const watchers = new Set<() => void>();

function set(route: string, save: FileSave | undefined): void {
  if (save === undefined) running.delete(route);
  else running.set(route, save);
  for (const tell of watchers) tell();
}

/**
 * Asks where to and saves; one save of a route at a time.
 * @returns where it is now; undefined when the person thought otherwise, or there is no desktop
 * @throws ApiFailure
 */
export async function saveFile(route: string, suggestedName: string): Promise<string | undefined> {
  const shell = desktop();
  if (shell === undefined || running.has(route)) return undefined;
  const saveId = newId();
  set(route, { saveId, writtenBytes: undefined, totalBytes: null });
  const stopListening = shell.on('export.progress', (event) => {
    if (event.save_id !== saveId) return;
    set(route, { saveId, writtenBytes: event.written_bytes, totalBytes: event.total_bytes });
  });
  try {
    const reply = await answerOf(
      shell.invoke('export.save', {
        save_id: saveId,
        path: route,
        suggested_name: suggestedName.slice(0, 200),
      }),
    );
    return reply.status === 'saved' ? reply.file_path : undefined;
  } finally {
    stopListening();
    set(route, undefined);
  }
}

/** What was written so far is removed. */
export function cancelSave({ saveId }: FileSave): void {
  void desktop()?.invoke('export.cancel', { save_id: saveId });
}

/** The save of that route which is under way. */
export function useFileSave(route: string): FileSave | undefined {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => running.get(route),
  );
}
