/** Runs main/update-worker.ts in a utility process. */
import path from 'node:path';
import { utilityProcess } from 'electron';
import { AppError } from '../../base/app-error.ts';
import { packageRoot } from '../../base/package-info.ts';
import { type UpdateTask, workerMessageSchema } from '../../updates/tasks.ts';

/**
 * @returns what the task answers
 * @throws AppError of the task; the signal's reason when it was cancelled; internal when the process died
 */
export type RunUpdateTask = (
  task: UpdateTask,
  options?: { onProgress?: (share: number) => void; signal?: AbortSignal },
) => Promise<unknown>;

export const runUpdateTask: RunUpdateTask = (task, options = {}) => {
  const { onProgress, signal } = options;
  return new Promise((resolve, reject) => {
    const entry = path.join(packageRoot, 'dist', 'main', 'update-worker.js');
    const child = utilityProcess.fork(entry, [JSON.stringify(task)], {
      stdio: 'ignore',
      serviceName: 'AIRClass Recorder update',
    });
    const end = () => child.kill();
    signal?.addEventListener('abort', end, { once: true });
    child.on('message', (message: unknown) => {
      const said = workerMessageSchema.parse(message);
      if (said.kind === 'progress') {
        onProgress?.(said.share);
        return;
      }
      if (said.kind === 'done') resolve(said.value);
      else reject(new AppError(said.error.code, said.error.detail));
      // It does not end by itself.
      end();
    });
    child.once('exit', () => {
      signal?.removeEventListener('abort', end);
      if (signal?.aborted === true) reject(signal.reason as Error);
      else reject(new AppError('internal', 'the process that makes the update ended'));
    });
  });
};
