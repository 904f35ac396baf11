/**
 * How things in a repository are named and sealed. Without a passphrase a thing is named by the SHA-256 of its content.
 * With one it is sealed with AES-256-GCM under a random key of the repository, which lies there wrapped with a key from
 * the passphrase (scrypt); names are HMACs, so that they tell nothing, and a thing sealed under one name does not open
 * under another.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../base/app-error.ts';

const ivBytes = 12;
const tagBytes = 16;
/** By which a sealed thing is longer than its content. */
const sealBytes = ivBytes + tagBytes;

/** Bounds: a repository that was tampered with must not take all memory. */
export const encryptionSchema = z.object({
  kdf: z.literal('scrypt'),
  n: z
    .int()
    .min(1024)
    .max(2 ** 20),
  r: z.int().min(1).max(16),
  p: z.int().min(1).max(4),
  salt: z.base64().max(100),
  /** The repository's key, sealed with the passphrase's. Does not open with another one: that is the check. */
  wrapped_key: z.base64().max(200),
});
export type Encryption = z.infer<typeof encryptionSchema>;

export type RepositoryKeys = {
  readonly isEncrypted: boolean;
  /** 64 hexadecimal digits; the same content has the same name. */
  nameOf(content: Uint8Array): string;
  /** Size of the stored thing (bytes). */
  storedSize(contentBytes: number): number;
  seal(name: string, content: Uint8Array): Uint8Array;
  /** @throws AppError backup_damaged when a bit is wrong */
  open(name: string, stored: Buffer): Buffer;
  /** The same for things that are not named by their content. */
  sealNamed(label: string, content: Uint8Array): Uint8Array;
  /** @throws AppError backup_damaged */
  openNamed(label: string, stored: Buffer): Buffer;
};

/** Of a repository without a passphrase. */
export const plainKeys: RepositoryKeys = {
  isEncrypted: false,
  nameOf: sha256,
  storedSize: (bytes) => bytes,
  seal: (_name, content) => content,
  open: (name, stored) => {
    if (sha256(stored) !== name) throw damaged(name);
    return stored;
  },
  sealNamed: (label, content) =>
    Buffer.concat([Buffer.from(`${sha256(Buffer.concat([Buffer.from(`${label}\n`), content]))}\n`), content]),
  openNamed: (label, stored) => {
    const [sum, content] = [stored.subarray(0, 64).toString('latin1'), stored.subarray(65)];
    if (sha256(Buffer.concat([Buffer.from(`${label}\n`), content])) !== sum) throw damaged(label);
    return content;
  },
};

/** Makes the key of a new repository. Takes about half a second and 128 MB, as guessing a passphrase does. */
export async function createEncryption(
  passphrase: string,
  repositoryId: string,
  cost: number = 2 ** 17,
): Promise<{ encryption: Encryption; keys: RepositoryKeys }> {
  const key = randomBytes(32);
  const parameters = {
    kdf: 'scrypt' as const,
    n: cost,
    r: 8,
    p: 1,
    salt: randomBytes(16).toString('base64'),
  };
  const wrapping = await keyFrom(passphrase, parameters);
  const wrapped = sealWith(wrapping, repositoryId, key);
  return {
    encryption: { ...parameters, wrapped_key: Buffer.from(wrapped).toString('base64') },
    keys: sealedKeys(key),
  };
}

/** @throws AppError backup_passphrase_wrong */
export async function openEncryption(
  encryption: Encryption,
  passphrase: string,
  repositoryId: string,
): Promise<RepositoryKeys> {
  const wrapping = await keyFrom(passphrase, encryption);
  try {
    return sealedKeys(openWith(wrapping, repositoryId, Buffer.from(encryption.wrapped_key, 'base64')));
  } catch (error) {
    throw new AppError('backup_passphrase_wrong', undefined, { cause: error });
  }
}

function sealedKeys(key: Buffer): RepositoryKeys {
  const sealKey = derive(key, 'seal');
  const nameKey = derive(key, 'name');
  const nameOf = (content: Uint8Array): string => createHmac('sha256', nameKey).update(content).digest('hex');
  const open = (label: string, stored: Buffer): Buffer => {
    try {
      return openWith(sealKey, label, stored);
    } catch (error) {
      throw damaged(label, error);
    }
  };
  return {
    isEncrypted: true,
    nameOf,
    storedSize: (bytes) => bytes + sealBytes,
    seal: (name, content) => sealWith(sealKey, name, content),
    open: (name, stored) => {
      const content = open(name, stored);
      if (!timingSafeEqual(Buffer.from(nameOf(content)), Buffer.from(name))) throw damaged(name);
      return content;
    },
    sealNamed: (label, content) => sealWith(sealKey, label, content),
    openNamed: open,
  };
}

function sealWith(key: Buffer, label: string, content: Uint8Array): Uint8Array {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(label));
  const body = [cipher.update(content), cipher.final()];
  return Buffer.concat([iv, cipher.getAuthTag(), ...body]);
}

function openWith(key: Buffer, label: string, stored: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, stored.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(label));
  decipher.setAuthTag(stored.subarray(ivBytes, sealBytes));
  return Buffer.concat([decipher.update(stored.subarray(sealBytes)), decipher.final()]);
}

function keyFrom(passphrase: string, { n, r, p, salt }: Omit<Encryption, 'wrapped_key'>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // The same words typed on another system: composed and decomposed Hangul are one passphrase.
    const words = passphrase.normalize('NFC');
    const cost = { N: n, r, p, maxmem: 256 * n * r };
    scrypt(words, Buffer.from(salt, 'base64'), 32, cost, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

function derive(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `airclass-recorder backup ${purpose}`, 32));
}

function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function damaged(name: string, cause?: unknown): AppError {
  return new AppError('backup_damaged', `${name.slice(0, 40)} in the backup is not what was written`, {
    cause,
  });
}
