/** A program that takes the lock of the folder it is given, says how that went, and stays until it is ended. */
import { toErrorSummary } from '../base/app-error.ts';
import { lockDataDir } from '../db/data-lock.ts';

const [, , dataDir = ''] = process.argv;
try {
  lockDataDir(dataDir);
  process.stdout.write('locked\n');
  setInterval(() => undefined, 1000);
} catch (error) {
  process.stdout.write(`${JSON.stringify(toErrorSummary(error))}\n`);
}
