/** Entry without a window: the school server, Docker, and the child process of the desktop app. */
import process from 'node:process';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  // The SQLite driver would end the process without a word.
  console.error(`Node.js ${process.versions.node} is too old for the recorder: 22.12 or newer is needed.`);
  process.exit(1);
}
const { runHeadless } = await import('./run-headless.ts');
process.exitCode = await runHeadless();
