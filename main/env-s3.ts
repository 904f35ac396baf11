/** Access to an S3-compatible store for backups, from the environment: never in the settings or on the command line. */
import type { S3Access } from './backup/s3-store.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export const s3HelpText = `  AIRCLASS_S3_ACCESS_KEY_ID, AIRCLASS_S3_SECRET_ACCESS_KEY, AIRCLASS_S3_REGION, AIRCLASS_S3_ENDPOINT
                          store of backups (otherwise AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION …)
  AIRCLASS_BACKUP_PASSPHRASE   passphrase of backups on the command line, where no file holds it
`;

/**
 * @returns undefined when there is none
 * @throws Error with words for people when it cannot be used; secrets are not repeated
 */
export function readS3Access(env: Environment): S3Access | undefined {
  const pick = (...names: string[]): string | undefined =>
    names.map((name) => env[name]?.trim()).find((value) => value !== undefined && value !== '');
  const accessKeyId = pick('AIRCLASS_S3_ACCESS_KEY_ID', 'AWS_ACCESS_KEY_ID');
  const secretAccessKey = pick('AIRCLASS_S3_SECRET_ACCESS_KEY', 'AWS_SECRET_ACCESS_KEY');
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  const endpoint = pick('AIRCLASS_S3_ENDPOINT', 'AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL');
  if (endpoint !== undefined) {
    const url = URL.parse(endpoint);
    if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
      throw new Error('AIRCLASS_S3_ENDPOINT must be an http(s) address without credentials in it');
    }
  }
  const sessionToken = pick('AIRCLASS_S3_SESSION_TOKEN', 'AWS_SESSION_TOKEN');
  return {
    accessKeyId,
    secretAccessKey,
    // What stores other than AWS take when they have no regions.
    region: pick('AIRCLASS_S3_REGION', 'AWS_REGION', 'AWS_DEFAULT_REGION') ?? 'us-east-1',
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
}
