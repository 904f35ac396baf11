/** The built core as a child process on a data folder of its own, and a way to talk to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { type RecordingStatusReply, recordingStatusReplySchema } from '../../contract/recording.ts';
import type { StartRecording } from '../../contract/recording.ts';
import { startRecordingReplySchema, stopRecordingReplySchema } from '../../contract/recording.ts';
import { infoSchema } from '../../contract/vod.ts';
import { askToStop, stopHearingArguments, stopHearingStdio } from '../../main/testing/ask-to-stop.ts';
import { waitFor } from '../../main/testing/wait-for.ts';

const entry = fileURLToPath(new URL('../../dist/main/headless.js', import.meta.url));

export type Core = Awaited<ReturnType<typeof startCore>>;

/**
 * @param options.dataDir a folder that is kept when the core ends; default: a new one that is removed
 * @param options.port one to come back on, as after a crash; default: a free one
 * @param options.env beside the environment of the tests
 * @param options.policy settings that the school has decided
 * @param options.isNew as after an installation: the page begins with its first-run steps
 */
export async function startCore(
  options: {
    dataDir?: string;
    port?: number;
    settings?: object;
    env?: Record<string, string>;
    isNew?: boolean;
    policy?: object;
  } = {},
) {
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'airclass-e2e-')));
  const policyFile = path.join(dataDir, 'policy.json');
  if (options.policy !== undefined) {
    await writeFile(policyFile, JSON.stringify({ settings: options.policy }));
  }
  const args = [entry, '--port', String(options.port ?? 0), '--data-dir', dataDir];
  const child = spawn(process.execPath, [...stopHearingArguments, ...args], {
    stdio: stopHearingStdio,
    env: {
      ...process.env,
      AIRCLASS_LOG_LEVEL: 'warn',
      AIRCLASS_POLICY: policyFile,
      TZ: 'Asia/Seoul',
      ...options.env,
    },
  });
  const log: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => log.push(chunk.toString()));
  const link = await linkOf(child, log).catch(async (error: unknown) => {
    child.kill('SIGKILL');
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    throw error;
  });
  const url = new URL(link).origin;
  const token = new URL(link).searchParams.get('token') ?? '';

  async function request(method: string, route: string, body?: unknown): Promise<Response> {
    return fetch(new URL(route, url), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** @throws when the reply is an error or does not have the contract's shape */
  async function api<S extends z.ZodType>(
    schema: S,
    method: string,
    route: string,
    body?: unknown,
  ): Promise<z.infer<S>> {
    const response = await request(method, route, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${text}`);
    return schema.parse(JSON.parse(text));
  }

  const status = (id: string) => api(recordingStatusReplySchema, 'GET', `/api/recording/${id}/status`);
  const settings = { ...(options.isNew === true ? {} : { setup_done: true }), ...options.settings };
  const reply = await request('PATCH', '/api/settings', settings);
  if (!reply.ok) throw new Error(await reply.text());
  return {
    url,
    link,
    token,
    dataDir,
    request,
    api,
    status,
    info: (id: string) => api(infoSchema, 'GET', `/api/vod/${id}/info`),
    /** What it wrote to stderr: warnings and errors. */
    log: () => log.join(''),
    startRecording: async (body: StartRecording) =>
      (await api(startRecordingReplySchema, 'POST', '/api/recording/start', body)).recording_id,
    stopRecording: (id: string) =>
      api(stopRecordingReplySchema, 'POST', '/api/recording/stop', { recording_id: id }),
    waitForStatus: (
      id: string,
      what: string,
      check: (status: RecordingStatusReply) => boolean,
      timeoutMs = 30_000,
    ) =>
      waitFor(
        what,
        async () => {
          const now = await status(id);
          return check(now) && now;
        },
        timeoutMs,
      ),
    /** As if the machine's memory ran out: nothing is finished, ffmpeg lives on. */
    kill: async () => {
      child.kill('SIGKILL');
      await ended(child);
    },
    /** Ends it as a service manager does. @throws when it fails, or leaves a process behind */
    stop: async () => {
      askToStop(child);
      await ended(child);
      const left = await processesWith(dataDir);
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
      if (child.exitCode !== 0) {
        throw new Error(`the core ended with ${child.exitCode ?? child.signalCode}: ${log.join('')}`);
      }
      if (left.length > 0) throw new Error(`still running: ${left.join('; ')}`);
    },
  };
}

async function linkOf(child: ChildProcess, log: string[]): Promise<string> {
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  return waitFor('the core to listen', () => {
    if (child.exitCode !== null) throw new Error(`the core did not start: ${log.join('')}`);
    return /listening on (\S+)/.exec(output)?.[1];
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** Command lines of running processes that name the folder. Linux only; elsewhere none. */
export async function processesWith(folder: string): Promise<string[]> {
  if (process.platform !== 'linux') return [];
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(
    ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')),
  );
  return commands.map((line) => line.replaceAll('\0', ' ')).filter((line) => line.includes(folder));
}
