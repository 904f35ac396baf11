/**
 * Seals what must survive a restart but not lie in clear in the database: stream addresses with their credentials.
 * The key is a file of the data folder; whoever has the folder and the key has the secrets, a copied database alone
 * does not.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import path from 'node:path';
import { AppError } from './app-error.ts';
import { readOrCreateSecretFile } from './secret-file.ts';

const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;
const format = 'v1.';

export type Secrets = {
  /** AES-256-GCM; the same text never gives the same result twice. */
  seal(text: string): string;
  /** @throws AppError internal when the text was changed or sealed with another key */
  open(sealed: string): string;
  /** HMAC-SHA256 in hex: the same text gives the same result, which does not tell the text. */
  keyedHash(text: string): string;
};

/**
 * Reads `<dataDir>/secret.key`, or makes it on first start.
 * @throws AppError internal when the file is there but is not a key
 */
export function openSecrets(dataDir: string): Secrets {
  const file = path.join(dataDir, 'secret.key');
  const key = readOrCreateSecretFile(file, () => randomBytes(keyBytes));
  if (key.length !== keyBytes) {
    throw new AppError(
      'internal',
      `${file} is damaged: put it back from a backup, or remove it to make a new key`,
    );
  }
  const sealKey = derive(key, 'seal');
  const hashKey = derive(key, 'hash');
  return {
    seal: (text) => {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', sealKey, iv);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return format + Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
    },
    open: (sealed) => {
      try {
        if (!sealed.startsWith(format)) throw new Error('unknown format');
        const bytes = Buffer.from(sealed.slice(format.length), 'base64url');
        const iv = bytes.subarray(0, ivBytes);
        const decipher = createDecipheriv('aes-256-gcm', sealKey, iv, { authTagLength: tagBytes });
        decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
        return (
          decipher.update(bytes.subarray(ivBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
        );
      } catch (error) {
        throw new AppError('internal', 'a stored secret cannot be opened with the key of this data folder', {
          cause: error,
        });
      }
    },
    keyedHash: (text) => createHmac('sha256', hashKey).update(text, 'utf8').digest('hex'),
  };
}

function derive(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `airclass-recorder ${purpose}`, keyBytes));
}
