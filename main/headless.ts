/** Entry without a window: the school server, Docker, and the child process of the desktop app. */
import process from 'node:process';
import v8 from 'node:v8';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  // The SQLite driver would end the process without a word.
  console.error(`Node.js ${process.versions.node} is too old for the recorder: 22.12 or newer is needed.`);
  process.exit(1);
}
// Node's young heap grows to 3 × 16 MB after a burst (10,000 lessons checked at start-up) and stays so: 175 MB of memory
// at rest instead of 129, measured with docs/bench.md's row h. Only works before the heap has grown; once many people
// are there it may grow (base/young-heap.ts).
v8.setFlagsFromString('--semi-space-growth-factor=1');
// In the quiet minutes after a burst V8 collects everything twice more, to hand some 4 MB back to the system: a quarter
// second of processor time each, beside a recording as much as everything else the core does in two minutes.
v8.setFlagsFromString('--memory-reducer-gc-count=0');
const { runHeadless } = await import('./run-headless.ts');
process.exitCode = await runHeadless();
