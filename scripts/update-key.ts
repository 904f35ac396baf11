/** `npm run update:key -- FILE`: makes the key that update files are signed with, and says what to do with its halves. */
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { publicTextOf } from '../main/updates/signature.ts';

const [file] = process.argv.slice(2);
if (file === undefined || file.startsWith('-')) {
  console.error(
    'Usage: npm run update:key -- FILE      a new file for the private key, outside this project',
  );
  process.exit(2);
}
const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
try {
  // Never over one that is there: what it signed could not be followed any more.
  writeFileSync(file, key, { mode: 0o600, flag: 'wx' });
} catch (error) {
  console.error(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
const text = publicTextOf(key);
console.log(`The private key is in ${file}. Keep it where nobody else can read it, and a copy where it cannot get lost:
whoever has it decides what runs on every computer that trusts it.

The public key is ${text}

  packages trust it when they are built with    AIRCLASS_UPDATE_PUBLIC_KEYS=${text} npm run dist
  a school's computers trust it by its policy   { "settings": { "updates": { "trusted_keys": "${text}" } } }
  update files are signed with it by            AIRCLASS_UPDATE_KEY_FILE=${file} npm run update:bundle
`);
