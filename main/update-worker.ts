/**
 * Entry of the process that does an update's heavy work beside the desktop program: unpacking at low priority, and what
 * has to be done to the library while no core runs. A disk that hangs or a file that breaks something costs this
 * process. Told by one argument, answers on `process.parentPort`.
 */
import { constants, setPriority } from 'node:os';
import process from 'node:process';
import { toErrorSummary } from './base/app-error.ts';
import { keepLibrary, dropLibraryCopy, putLibraryBack } from './db/library-before-trial.ts';
import { type UpdateTask, updateTaskSchema, type WorkerMessage } from './updates/tasks.ts';
import { Versions } from './updates/versions.ts';

/** Of a utility process. */
type ShellPort = { postMessage(message: WorkerMessage): void };
const { parentPort: shellPort } = process as { parentPort?: ShellPort };

/** Progress is told in steps that can be seen. */
const steps = 200;

async function work(task: UpdateTask): Promise<unknown> {
  switch (task.kind) {
    case 'stage': {
      // Lessons come first. Windows' lowest class would only run when nothing else does.
      const { PRIORITY_BELOW_NORMAL: below, PRIORITY_LOW: low } = constants.priority;
      setPriority(process.platform === 'win32' ? below : low);
      let told = -1;
      await new Versions(task.updates_folder).add(task.file, task.keys, {
        onProgress: (share) => {
          const step = Math.floor(share * steps);
          if (step === told) return;
          told = step;
          tell({ kind: 'progress', share });
        },
      });
      return null;
    }
    case 'copy-library':
      keepLibrary(task.data_dir);
      return null;
    case 'drop-library-copy':
      dropLibraryCopy(task.data_dir);
      return null;
    case 'put-library-back':
      return putLibraryBack(task.data_dir, task.version);
    default:
      return task satisfies never;
  }
}

function tell(message: WorkerMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window: a message port
  shellPort?.postMessage(message);
}

const task = updateTaskSchema.parse(JSON.parse(process.argv[2] ?? ''));
try {
  tell({ kind: 'done', value: await work(task) });
} catch (error) {
  tell({ kind: 'failed', error: toErrorSummary(error) });
}
