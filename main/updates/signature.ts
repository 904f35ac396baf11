/** Who made an update: Ed25519 keys as text, and what is signed. Pure. */
import { type KeyObject, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';

/** Stands before what is signed, so that no signature made for something else fits. */
const purpose = Buffer.from('AIRClass Recorder update, form 1\0');
/** Of a public key in DER, before its 32 bytes. */
const keyPrefix = Buffer.from('302a300506032b6570032100', 'hex');
export const signatureBytes = 64;

/** @param key base64 of the 32 bytes. @returns undefined when it is no key */
function publicKey(key: string): KeyObject | undefined {
  const raw = Buffer.from(key, 'base64');
  if (raw.length !== 32 || raw.toString('base64') !== key) return undefined;
  return createPublicKey({ key: Buffer.concat([keyPrefix, raw]), format: 'der', type: 'spki' });
}

/** Public keys in a text: base64, with commas or spaces between. What is none is told apart. */
export function readKeys(text: string): { keys: string[]; wrong: string[] } {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const keys = words.filter((word) => publicKey(word) !== undefined);
  return { keys, wrong: words.filter((word) => !keys.includes(word)) };
}

/** @param key PEM of an Ed25519 private key. @throws Error when it is none */
export function signManifest(manifest: Buffer, key: string): Buffer {
  const secret = createPrivateKey(key);
  if (secret.asymmetricKeyType !== 'ed25519') throw new Error('the key is no Ed25519 key');
  return sign(null, Buffer.concat([purpose, manifest]), secret);
}

/** Whether one of the keys made the signature. */
export function isSigned(manifest: Buffer, signature: Buffer, keys: readonly string[]): boolean {
  const signed = Buffer.concat([purpose, manifest]);
  return keys.some((text) => {
    const key = publicKey(text);
    return key !== undefined && verify(null, signed, key, signature);
  });
}

/** The public half of a private key, as text. @param key PEM */
export function publicTextOf(key: string): string {
  const der = createPublicKey(createPrivateKey(key)).export({ format: 'der', type: 'spki' });
  return der.subarray(keyPrefix.length).toString('base64');
}
