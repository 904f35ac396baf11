/** Entry of commands that are not the core itself: `doctor`, `models`, and those of backups. */
import process from 'node:process';
import { backupCommands, isBackupCommand, runBackupCommand } from './backup-command.ts';
import { followMoves } from './backup/move-folder.ts';
import { runDoctor } from './doctor.ts';
import { type Boot, bootFromProcess } from './env.ts';
import { modelsUsage, runModels } from './models-command.ts';

const [command = ''] = process.argv.splice(2, 1);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

if (command === 'doctor') await run((boot) => runDoctor(boot, print));
else if (isBackupCommand(command)) {
  process.exitCode = await runBackupCommand(command, process.argv.slice(2), {
    boot: bootFromProcess,
    print,
    warn: (line) => void process.stderr.write(`${line}\n`),
  });
} else if (command === 'models') {
  // What comes before the first option.
  const end = process.argv.findIndex((word, index) => index >= 2 && word.startsWith('-'));
  const words = process.argv.splice(2, (end < 0 ? process.argv.length : end) - 2);
  await run(
    async (boot) => runModels({ ...boot, dataDir: await followMoves(boot.dataDir) }, words, print),
    modelsUsage,
  );
} else {
  process.stderr.write(`Usage: cli.js doctor|models|${backupCommands.join('|')} [--data-dir FOLDER]\n`);
  process.exitCode = 2;
}

async function run(work: (boot: Boot) => Promise<number>, help?: string): Promise<void> {
  const request = bootFromProcess();
  if (request.kind === 'run') {
    process.exitCode = await work(request.boot);
    return;
  }
  process.stdout.write(request.kind === 'help' ? (help ?? request.text) : '');
  process.stderr.write(request.kind === 'invalid' ? `${request.message}\n` : '');
  process.exitCode = request.kind === 'invalid' ? 2 : 0;
}
