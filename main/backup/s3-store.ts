/**
 * Backups in a bucket of an S3-compatible store (AWS, MinIO, Ceph, R2 …). Every request is signed with the hash of its
 * body, so that what arrives is what was sent. Things are at most some megabytes: no multipart.
 */
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import { AppError } from '../base/app-error.ts';
import type { BackupStore, StoredItem } from './backup-store.ts';

export type S3Place = {
  bucket: string;
  /** Without slashes at its ends; may be empty. */
  prefix: string;
};

export type S3Access = {
  /** Base address of the store; undefined: AWS. Addresses are then `endpoint/bucket/key`, which every store knows. */
  endpoint?: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
};

/** @returns undefined when the text is no `s3://bucket/prefix` */
export function parseS3Place(text: string): S3Place | undefined {
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(text.trim());
  if (match?.[1] === undefined) return undefined;
  const prefix = (match[2] ?? '').replaceAll(/^\/+|\/+$/g, '');
  return /^[\w!.*'()/-]*$/.test(prefix) ? { bucket: match[1], prefix } : undefined;
}

const attempts = 6;
const requestTimeoutMs = 120_000;

/** @param options.firstWaitMs before the second attempt, doubled with each further one */
export function openS3Store(
  place: S3Place,
  access: S3Access,
  options: { firstWaitMs?: number; signal?: AbortSignal } = {},
): BackupStore {
  const { firstWaitMs = 400, signal } = options;
  const client = new AwsClient({ ...access, service: 's3', retries: 0 });
  const base =
    access.endpoint === undefined
      ? `https://${place.bucket}.s3.${access.region}.amazonaws.com/`
      : `${access.endpoint.replace(/\/+$/, '')}/${place.bucket}/`;
  const where = `s3://${place.bucket}${place.prefix === '' ? '' : `/${place.prefix}`}`;
  const keyOf = (key: string): string => (place.prefix === '' ? key : `${place.prefix}/${key}`);

  async function ask(
    method: 'GET' | 'PUT' | 'DELETE',
    address: string,
    request: { body?: Uint8Array; headers?: Record<string, string>; expected: readonly number[] },
  ): Promise<{ status: number; body: Buffer }> {
    const { body, headers = {}, expected } = request;
    let last: unknown;
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if (attempt > 0)
        await delay(firstWaitMs * 2 ** (attempt - 1), undefined, signal === undefined ? {} : { signal });
      signal?.throwIfAborted();
      try {
        const limit = AbortSignal.timeout(requestTimeoutMs);
        const signed = await client.sign(base + address, {
          method,
          headers: { ...headers, 'x-amz-content-sha256': sha256(body ?? new Uint8Array()) },
          ...(body === undefined ? {} : { body: body as Uint8Array<ArrayBuffer> }),
        });
        const response = await fetch(signed, {
          signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
        });
        const received = Buffer.from(await response.arrayBuffer());
        if (response.ok || expected.includes(response.status))
          return { status: response.status, body: received };
        const problem = refusal(response.status, received, where);
        if (response.status !== 429 && response.status < 500) throw problem;
        last = problem;
      } catch (error) {
        if (error instanceof AppError && error.code !== 'backup_unreachable') throw error;
        signal?.throwIfAborted();
        last = error;
      }
    }
    if (last instanceof AppError) throw last;
    throw new AppError('backup_unreachable', `${where} did not answer (${reasonOf(last)})`, { cause: last });
  }

  async function* list(prefix: string): AsyncIterable<StoredItem> {
    let token: string | undefined;
    do {
      const query = new URLSearchParams({ 'list-type': '2', prefix: keyOf(prefix) });
      if (token !== undefined) query.set('continuation-token', token);
      const { body } = await ask('GET', `?${query.toString()}`, { expected: [] });
      const page = readListing(body.toString('utf8'));
      for (const { key, sizeBytes } of page.items) {
        yield { key: place.prefix === '' ? key : key.slice(place.prefix.length + 1), sizeBytes };
      }
      token = page.next;
    } while (token !== undefined);
  }

  return {
    where,
    parallel: 4,
    put: async (key, data, { onlyNew = false } = {}) => {
      const { status } = await ask('PUT', keyOf(key), {
        body: data,
        headers: {
          'content-type': 'application/octet-stream',
          ...(onlyNew ? { 'if-none-match': '*' } : {}),
        },
        expected: onlyNew ? [412, 409] : [],
      });
      return status !== 412 && status !== 409;
    },
    get: async (key) => {
      const { status, body } = await ask('GET', keyOf(key), { expected: [404] });
      if (status !== 404) return body;
      // A bucket that is not there is not the same as a thing that is not in it.
      if (body.includes('NoSuchBucket'))
        throw new AppError('backup_target_missing', `there is no bucket for ${where}`);
      return undefined;
    },
    list,
    remove: async (key) => {
      await ask('DELETE', keyOf(key), { expected: [404] });
    },
    clearLeftovers: () => Promise.resolve(),
  };
}

function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function refusal(status: number, body: Buffer, where: string): AppError {
  const code = /<Code>([A-Za-z0-9]{1,80})<\/Code>/.exec(body.toString('utf8'))?.[1];
  const said = code === undefined ? `${status}` : `${status} ${code}`;
  if (status === 401 || status === 403)
    return new AppError('backup_denied', `${where} refuses access (${said})`);
  if (status === 404)
    return new AppError('backup_target_missing', `there is no bucket for ${where} (${said})`);
  if (status === 507)
    return new AppError('backup_target_full', `there is no room left in ${where} (${said})`);
  return new AppError('backup_unreachable', `${where} answered ${said}`);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
}

/** The XML of ListObjectsV2. Keys are ours: they hold nothing that XML would write otherwise. */
export function readListing(xml: string): { items: StoredItem[]; next: string | undefined } {
  const items: StoredItem[] = [];
  for (const [, content = ''] of xml.matchAll(/<Contents>([^]*?)<\/Contents>/g)) {
    const key = /<Key>([^<]*)<\/Key>/.exec(content)?.[1];
    const size = /<Size>(\d+)<\/Size>/.exec(content)?.[1];
    if (key !== undefined && size !== undefined) items.push({ key, sizeBytes: Number(size) });
  }
  const isMore = /<IsTruncated>true<\/IsTruncated>/.test(xml);
  const token = /<NextContinuationToken>([^<]*)<\/NextContinuationToken>/.exec(xml)?.[1];
  return { items, next: isMore ? token?.replaceAll('&amp;', '&') : undefined };
}
