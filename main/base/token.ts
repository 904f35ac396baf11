/** The access token of this data folder: made on first start, the same ever after. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { AppError } from './app-error.ts';
import { readOrCreateSecretFile } from './secret-file.ts';

const tokenPattern = /^[A-Za-z0-9._~+/=-]{16,512}$/;

/** Whether text can serve as a token: long enough not to be guessed, and fit for a header. */
export function isUsableToken(text: string): boolean {
  return tokenPattern.test(text);
}

/**
 * @param override the token the operator set; the file is then neither read nor made.
 * @throws AppError internal when the file holds no usable token
 */
export function readOrCreateToken(dataDir: string, override?: string): string {
  if (override !== undefined) return override;
  const file = path.join(dataDir, 'token');
  const token = readOrCreateSecretFile(file, () => Buffer.from(`${randomBytes(32).toString('base64url')}\n`))
    .toString('utf8')
    .trim();
  if (!isUsableToken(token)) {
    throw new AppError('internal', `${file} holds no usable token: remove it to make a new one`);
  }
  return token;
}
