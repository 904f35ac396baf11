/** What `npm run image:check` asks of the image, one claim after the other; each throws when it does not hold. */
import { createServer } from 'node:net';
import sharp from 'sharp';
import type { ScreenshotAnalysis } from '../contract/analysis.ts';
import type { RecordingStatusReply } from '../contract/recording.ts';
import type { LiveSource } from '../main/testing/live-source.ts';
import { waitFor } from '../main/testing/wait-for.ts';
import type { Container, Engine, ImageConfig } from './image-engine.ts';

export type Proof = { engine: Engine; tag: string; source: LiveSource; say: (line: string) => void };

const token = 'image-check-0123456789abcdef';

function check(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`not so: ${what}`);
}

/** How the image says that it is to be run. */
export function proveConfig(config: ImageConfig): void {
  check(
    /^[1-9]\d*:[1-9]\d*$/.test(config.User),
    `it runs as a numbered user that is not root (${config.User})`,
  );
  check(config.Volumes?.['/data'] !== undefined, '/data is a volume');
  check(config.Entrypoint[0] === 'tini', 'tini is process 1');
  check((config.Cmd ?? []).length === 0, 'no command of the base image is left');
  check(config.StopSignal === 'SIGTERM', 'it is stopped by SIGTERM');
  check(config.Healthcheck?.Test.includes('/app/healthcheck.mjs') === true, 'it has a health check');
}

/** Starts it, uses it as a school does, stops it in mid-lesson, and looks at the lesson afterwards. */
export async function proveRunning({ engine, tag, source, say }: Proof): Promise<void> {
  const data = engine.makeData(tag);
  const port = await freePort();
  const env = { AIRCLASS_PORT: String(port), AIRCLASS_TOKEN: token, AIRCLASS_LOG_LEVEL: 'warn' };
  const core = coreAt(`http://127.0.0.1:${port}`);
  const running: Container[] = [];
  const start = async (): Promise<Container> => {
    const container = await engine.start(tag, data.name, env);
    running.push(container);
    await waitFor('/readyz', core.isReady, 60_000).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${container.log()}`, { cause: error });
    });
    return container;
  };
  try {
    const startedMs = performance.now();
    const first = await start();
    say(`ready after ${((performance.now() - startedMs) / 1000).toFixed(1)} s, as the image's user`);
    proveInside(first);
    say('root file system read-only, no capabilities, not root; licences and bill of materials inside');
    const id = await recordSeconds(core, source, 6);
    await provePlaying(core, id);
    say('recorded 6 s, played while recording: playlist and a fragment');
    await proveAnalysis(core);
    say('a picture was read: text, objects, people');
    const exitCode = await first.stop();
    check(exitCode === 0, `it ends with 0 after SIGTERM (${exitCode})\n${first.log()}`);
    const second = await start();
    const status = await waitFor('the lesson to be ready', async () => {
      const now = await core.get<RecordingStatusReply>(`/api/recording/${id}/status`);
      return now.status === 'ready' && now;
    });
    check(status.duration_seconds >= 6, `the lesson is whole (${status.duration_seconds} s)`);
    check(status.takes.length === 1, 'the lesson was finished, not taken up again');
    await provePlaying(core, id);
    check((await second.stop()) === 0, 'it ends with 0 again');
    say(
      `stopped in mid-lesson: exit code 0, the lesson is ready (${status.duration_seconds.toFixed(1)} s) and plays`,
    );
  } finally {
    for (const container of running) await container.destroy();
    data.remove();
  }
}

function proveInside(container: Container): void {
  const inside = (words: readonly string[]): string => {
    const { status, output } = container.run(words);
    check(status === 0, `${words.join(' ')} works inside: ${output}`);
    return output;
  };
  inside(['node', '/app/healthcheck.mjs']);
  const identity = inside(['cat', '/proc/1/status']);
  check(/^Uid:\s+10001\b/m.test(identity), 'process 1 is not root');
  check(/^CapEff:\s+0+$/m.test(identity) && /^CapBnd:\s+0+$/m.test(identity), 'it has no capabilities');
  check(/^NoNewPrivs:\s+1$/m.test(identity), 'it cannot gain any');
  for (const place of ['/app/x', '/usr/local/bin/x', '/x'])
    check(container.run(['touch', place]).status !== 0, `${place} cannot be written`);
  inside(['touch', '/tmp/x', '/data/x']);
  inside(['rm', '/data/x']);
  const sbom = JSON.parse(inside(['cat', '/usr/share/doc/airclass-recorder/sbom.cdx.json'])) as {
    bomFormat: string;
    components: { name: string }[];
  };
  const names = new Set(sbom.components.map(({ name }) => name));
  for (const name of ['fastify', 'react', 'node', 'ffmpeg', 'movenet-lightning', 'libc6'])
    check(names.has(name), `${name} is in the bill of materials`);
  check(!names.has('ffmpeg-static'), 'what is not in the image is not in it');
  for (const licence of ['/app/dist/renderer/licences.json', '/usr/share/doc/ffmpeg-recorder/COPYING.GPLv2'])
    inside(['test', '-s', licence]);
  inside(['test', '-s', '/usr/share/doc/node/copyright']);
  const ffmpeg = inside(['ffmpeg', '-hide_banner', '-protocols']);
  for (const protocol of ['rtmp', 'rtmps', 'rtp', 'srt', 'https'])
    check(new RegExp(`^\\s+${protocol}$`, 'm').test(ffmpeg), `its ffmpeg speaks ${protocol}`);
  const doctor = container.run(['node', '/app/dist/main/cli.js', 'models', 'list']);
  check(doctor.status === 0 && !/✘/.test(doctor.output), `all models are whole:\n${doctor.output}`);
}

async function recordSeconds(core: Core, source: LiveSource, seconds: number): Promise<string> {
  const { recording_id: id } = await core.post<{ recording_id: string }>('/api/recording/start', {
    session_id: 'image-check',
    stream_url: source.url,
    title: '로그의 성질',
  });
  await waitFor(`${seconds} s of the lesson`, async () => {
    const now = await core.get<RecordingStatusReply>(`/api/recording/${id}/status`);
    return now.duration_seconds >= seconds;
  });
  return id;
}

/** As a player does: the playlist, then the first fragment it names. */
async function provePlaying(core: Core, id: string): Promise<void> {
  const address = `/api/vod/${id}/stream?resolution=source`;
  const playlist = await (await core.fetch(address)).text();
  const range = /#EXT-X-BYTERANGE:(\d+)@(\d+)\n([^#\n]+)/.exec(playlist);
  check(range !== null, `the playlist names fragments:\n${playlist}`);
  const [, size = '', offset = '', uri = ''] = range ?? [];
  const reply = await core.fetch(new URL(uri, new URL(address, core.url)).href, {
    range: `bytes=${offset}-${Number(offset) + Number(size) - 1}`,
  });
  const fragment = Buffer.from(await reply.arrayBuffer());
  check(reply.status === 206 && fragment.length === Number(size), 'the fragment comes whole');
  check(fragment.subarray(4, 8).toString('latin1') === 'moof', 'and it is a fragment');
}

/** Models, Tesseract and sharp are all there, for this platform. */
async function proveAnalysis(core: Core): Promise<void> {
  const words = 'Change of base';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720"><rect width="100%" height="100%" fill="white"/><text x="120" y="380" font-family="sans-serif" font-size="110">${words}</text></svg>`;
  const picture = await sharp(Buffer.from(svg)).png().toBuffer();
  const reply = await core.fetch('/api/ai/analyze-screenshot', { 'content-type': 'image/png' }, picture);
  const seen = (await reply.json()) as ScreenshotAnalysis;
  check(seen.full_text.includes(words), `it reads what stands there (${seen.full_text})`);
  const tasks = new Set(seen.models.map(({ task }) => task));
  for (const task of ['objects', 'text']) check(tasks.has(task), `a model for ${task} looked at it`);
}

type Core = ReturnType<typeof coreAt>;

function coreAt(url: string) {
  const request = async (
    route: string,
    headers: Record<string, string> = {},
    body?: BodyInit,
  ): Promise<Response> => {
    const init = { headers: { authorization: `Bearer ${token}`, ...headers } };
    const reply = await fetch(
      new URL(route, url),
      body === undefined ? init : { ...init, method: 'POST', body },
    );
    if (!reply.ok) throw new Error(`${route}: ${reply.status} ${await reply.text()}`);
    return reply;
  };
  return {
    url,
    fetch: request,
    get: async <T>(route: string) => (await (await request(route)).json()) as T,
    post: async <T>(route: string, body: object) =>
      (await (
        await request(route, { 'content-type': 'application/json' }, JSON.stringify(body))
      ).json()) as T,
    isReady: () =>
      fetch(new URL('/readyz', url)).then(
        (reply) => reply.ok,
        () => false,
      ),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
