/** What the desktop app can do for the page; in an ordinary browser there is none. */
import type { DesktopBridge, IpcResult } from '../../contract/ipc.ts';
import { ApiFailure } from './client.ts';

export function desktop(): DesktopBridge | undefined {
  return window.airclass;
}

/** What the shell answered. @throws ApiFailure with the shell's code */
export async function answerOf<T>(asked: Promise<IpcResult<T>>): Promise<T> {
  const result = await asked;
  if (!result.ok) throw new ApiFailure(result.error.code, result.error);
  return result.value;
}

/** Shows a file of the recorder's in Finder or Explorer. @throws ApiFailure media_missing when it is not there */
export async function showFile(path: string): Promise<void> {
  const shell = desktop();
  if (shell === undefined) return;
  const { shown } = await answerOf(shell.invoke('file.show', { path }));
  if (!shown) throw new ApiFailure('media_missing');
}
