/** Entry of commands that are not the core itself: `doctor`. */
import process from 'node:process';
import { runDoctor } from './doctor.ts';
import { bootFromProcess } from './env.ts';

const [command] = process.argv.splice(2, 1);
if (command === 'doctor') {
  const request = bootFromProcess();
  if (request.kind === 'run') {
    process.exitCode = await runDoctor(request.boot, (line) => process.stdout.write(`${line}\n`));
  } else {
    process.stdout.write(request.kind === 'help' ? request.text : '');
    process.stderr.write(request.kind === 'invalid' ? `${request.message}\n` : '');
    process.exitCode = request.kind === 'invalid' ? 2 : 0;
  }
} else {
  process.stderr.write('Usage: cli.js doctor [--data-dir FOLDER]\n');
  process.exitCode = 2;
}
