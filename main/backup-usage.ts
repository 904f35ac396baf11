/** What the commands of backups are told on the command line. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

export const backupCommands = ['backup', 'backups', 'restore', 'move'] as const;
export type BackupCommand = (typeof backupCommands)[number];

const common = {
  'data-dir': { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const satisfies ParseArgsOptionsConfig;

const sealed = { 'passphrase-file': { type: 'string' } } as const satisfies ParseArgsOptionsConfig;

const options = {
  backup: {
    ...common,
    ...sealed,
    to: { type: 'string' },
    media: { type: 'boolean', default: false },
    'without-keys': { type: 'boolean', default: false },
    keep: { type: 'string', default: '30' },
    'begin-anew': { type: 'boolean', default: false },
    rewrite: { type: 'boolean', default: false },
  },
  backups: {
    ...common,
    ...sealed,
    from: { type: 'string' },
    verify: { type: 'string' },
    'verify-all': { type: 'boolean', default: false },
  },
  restore: {
    ...common,
    ...sealed,
    from: { type: 'string' },
    snapshot: { type: 'string', default: 'latest' },
    'without-media': { type: 'boolean', default: false },
    'without-keys': { type: 'boolean', default: false },
    point: { type: 'string' },
    points: { type: 'boolean', default: false },
  },
  move: {
    ...common,
    to: { type: 'string' },
    'remove-old': { type: 'boolean', default: false },
  },
} as const satisfies Record<BackupCommand, ParseArgsOptionsConfig>;

const rest = `  --data-dir FOLDER  where lessons and the library are kept
  --json             one JSON object a line, for other programs`;
const passphrase = `  --passphrase-file FILE   file whose first line is the passphrase of encrypted backups`;

export const usage: Record<BackupCommand, string> = {
  backup: `Usage: npm run backup -- --to FOLDER|s3://BUCKET/PREFIX [options]

Copies the library, and what is new since the last time, while the recorder runs. Every copy is opened and checked.

  --to PLACE         folder on another disk, or a bucket (AIRCLASS_S3_… in the environment)
  --media            the lessons' recordings, too; without it, library, settings, keys and model packs
  --without-keys     leaves out access token and the key of stored stream addresses
${passphrase}
                     encrypts the backups; the first backup in a place decides
  --keep NUMBER      backups that stay, the oldest go (default 30)
  --rewrite          reads and writes everything anew: heals a place with damaged pieces
  --begin-anew       where backups were made before and are gone
${rest}
`,
  backups: `Usage: npm run backups -- --from FOLDER|s3://BUCKET/PREFIX [options]

Lists the backups of a place, and checks them.

  --verify ID|latest  opens the library of a backup and looks for all pieces of its files
  --verify-all        reads every piece of every backup
${passphrase}
${rest}
`,
  restore: `Usage: npm run restore -- --from FOLDER|s3://BUCKET/PREFIX [options]
       npm run restore -- --points
       npm run restore -- --point NAME

Brings a data folder back to a backup; stop the recorder first. Everything is checked before anything is touched, what
is there now is set aside as a restore point, and it is put back when the backup cannot be used.

  --snapshot ID      which backup (default latest)
  --without-media    library, settings, keys and model packs only
  --without-keys     keeps this folder's own access token and key
  --points           lists restore points
  --point NAME       goes back to one
${passphrase}
${rest}
`,
  move: `Usage: npm run move -- --to FOLDER [--data-dir FOLDER]
       npm run move -- --remove-old [--data-dir FOLDER]

Moves a data folder to another disk; stop the recorder first. Every file is compared with its copy. A note in the old
folder leads the recorder to the new one; the old files stay until --remove-old. Interrupted, it goes on where it was.

${rest}
`,
};

export type Options<C extends BackupCommand> = ReturnType<
  typeof parseArgs<{ options: (typeof options)[C]; args: string[] }>
>['values'];

/** @throws Error with words for people when an option is unknown or lacks its value */
export function readOptions<C extends BackupCommand>(command: C, args: readonly string[]): Options<C> {
  return parseArgs({ args: [...args], allowPositionals: false, options: options[command] }).values;
}

export function isBackupCommand(word: string): word is BackupCommand {
  return (backupCommands as readonly string[]).includes(word);
}
