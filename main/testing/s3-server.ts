/**
 * A small S3 store over real HTTP for tests: checks the signature (SigV4) and the hash of each body, knows buckets,
 * listings in pages and `If-None-Match`, and fails on demand.
 */
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the next requests meet: a status with a code, or a connection that is cut. */
export type Trouble = { status: number; code: string } | 'cut';

export type S3Server = Awaited<ReturnType<typeof startS3Server>>;

const access = { accessKeyId: 'AKTEST', secretAccessKey: 'a-secret-for-tests', region: 'ap-northeast-2' };

export async function startS3Server(options: { pageSize?: number; bucket?: string } = {}) {
  const { pageSize = 1000, bucket = 'school' } = options;
  const items = new Map<string, Buffer>();
  const troubles: Trouble[] = [];
  const requests: string[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const url = new URL(request.url ?? '/', 'http://store');
    requests.push(`${request.method} ${url.pathname}`);
    const trouble = troubles.shift();
    if (trouble === 'cut') {
      request.socket.destroy();
      return;
    }
    const refuse = (status: number, code: string): void => {
      response
        .writeHead(status, { 'content-type': 'application/xml' })
        .end(`<Error><Code>${code}</Code></Error>`);
    };
    if (trouble !== undefined) return refuse(trouble.status, trouble.code);
    const problem = checkSignature(request, url, body);
    if (problem !== undefined) return refuse(403, problem);
    const [, name = '', ...rest] = decodeURIComponent(url.pathname).split('/');
    if (name !== bucket) return refuse(404, 'NoSuchBucket');
    const key = rest.join('/');
    if (request.method === 'PUT') {
      if (request.headers['if-none-match'] === '*' && items.has(key))
        return refuse(412, 'PreconditionFailed');
      items.set(key, body);
      response.end();
    } else if (request.method === 'DELETE') {
      items.delete(key);
      response.writeHead(204).end();
    } else if (key === '') {
      response.end(list(url.searchParams));
    } else {
      const found = items.get(key);
      if (found === undefined) return refuse(404, 'NoSuchKey');
      response.end(found);
    }
  }

  function list(query: URLSearchParams): string {
    const keys = [...items.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '')).toSorted();
    const from = Number(query.get('continuation-token')?.slice(2) ?? 0);
    const page = keys.slice(from, from + pageSize);
    const isMore = from + pageSize < keys.length;
    const contents = page.map(
      (key) => `<Contents><Key>${key}</Key><Size>${items.get(key)?.length}</Size></Contents>`,
    );
    const next = isMore ? `<NextContinuationToken>t=${from + pageSize}</NextContinuationToken>` : '';
    return `<ListBucketResult><IsTruncated>${isMore}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`;
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    access: { ...access, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    items,
    troubles,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** @returns the code of what is wrong. As AWS documents Signature Version 4. */
function checkSignature(request: IncomingMessage, url: URL, body: Buffer): string | undefined {
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    );
  if (parts === null) return 'AccessDenied';
  const [, keyId = '', scope = '', signedHeaders = '', signature = ''] = parts;
  if (keyId !== access.accessKeyId) return 'InvalidAccessKeyId';
  const hash = String(request.headers['x-amz-content-sha256']);
  if (hash !== sha256(body)) return 'XAmzContentSHA256Mismatch';
  if (!signedHeaders.split(';').includes('x-amz-content-sha256')) return 'SignatureDoesNotMatch';
  const query = [...url.searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`).toSorted();
  const headers = signedHeaders.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const canonical = [
    request.method,
    url.pathname,
    query.join('&'),
    headers.join(''),
    signedHeaders,
    hash,
  ].join('\n');
  const time = String(request.headers['x-amz-date']);
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(Buffer.from(canonical))].join('\n');
  const key = scope
    .split('/')
    .reduce<Buffer | string>((last, part) => hmac(last, part), `AWS4${access.secretAccessKey}`);
  return hmac(key, toSign).toString('hex') === signature ? undefined : 'SignatureDoesNotMatch';
}

const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: Buffer | string, data: string): Buffer => createHmac('sha256', key).update(data).digest();
const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
