/**
 * A Chromium in which nobody listens to the page's console. Playwright does, as an open console would: V8 then notes
 * for every Error where it was made, and reads the whole script that made it a second time for that (react-dom makes one
 * when it is loaded). No teacher has a console open, so what a page takes to show is measured without.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';

export type UnwatchedPage = {
  /** Of the DevTools protocol. @throws Error with its words when it refuses */
  send<T>(method: string, parameters?: object): Promise<T>;
  /** Value of an expression, awaited. @throws Error when it throws */
  evaluate<T>(expression: string): Promise<T>;
  close(): Promise<void>;
};

export type UnwatchedBrowser = AsyncDisposable & {
  /** An empty page of its own profile: no cache, no cookie. @param size of the window, CSS px */
  newPage(size: { width: number; height: number }, locale: string): Promise<UnwatchedPage>;
};

type Answer = { id?: number; result?: unknown; error?: { message: string } };

/** @throws Error when there is no browser or it does not start */
export async function launchUnwatched(): Promise<UnwatchedBrowser> {
  const profile = mkdtempSync(path.join(tmpdir(), 'airclass-browser-'));
  const child = spawn(
    process.env['AIRCLASS_CHROMIUM'] ?? '/usr/bin/chromium',
    [
      '--headless=new',
      '--no-sandbox',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--hide-scrollbars',
      '--mute-audio',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const connection = await connect(await endpointOf(child));
  return {
    newPage: async (size, locale) => newPage(connection.send, size, locale),
    [Symbol.asyncDispose]: async () => {
      const exited = once(child, 'exit');
      await connection.send('Browser.close');
      await exited;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Chromium says on stderr where it listens. */
async function endpointOf(child: ChildProcess): Promise<string> {
  if (child.stderr === null) throw new Error('The browser has no stderr.');
  for await (const line of createInterface({ input: child.stderr })) {
    const endpoint = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
    if (endpoint !== undefined) {
      // What it says later must not fill the pipe.
      child.stderr.resume();
      return endpoint;
    }
  }
  throw new Error('The browser ended before it listened.');
}

type Send = <T>(method: string, parameters?: object, sessionId?: string) => Promise<T>;

async function connect(endpoint: string): Promise<{ send: Send; close: () => void }> {
  const socket = new WebSocket(endpoint);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', () => reject(new Error('The browser cannot be reached.')), {
      once: true,
    });
  });
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error } = JSON.parse(String(data)) as Answer;
    const asked = id === undefined ? undefined : waiting.get(id);
    if (id === undefined || asked === undefined) return;
    waiting.delete(id);
    if (error === undefined) asked.resolve(result as never);
    else asked.reject(new Error(error.message));
  });
  socket.addEventListener('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('The browser is gone.'));
  });
  const send: Send = async (method, parameters = {}, sessionId) =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      socket.send(JSON.stringify({ id: lastId, method, params: parameters, sessionId }));
    });
  return { send, close: () => socket.close() };
}

async function newPage(
  send: Send,
  size: { width: number; height: number },
  locale: string,
): Promise<UnwatchedPage> {
  const { browserContextId } = await send<{ browserContextId: string }>('Target.createBrowserContext');
  const { targetId } = await send<{ targetId: string }>('Target.createTarget', {
    url: 'about:blank',
    browserContextId,
    ...size,
  });
  const { sessionId } = await send<{ sessionId: string }>('Target.attachToTarget', {
    targetId,
    flatten: true,
  });
  const toPage = async <T>(method: string, parameters?: object): Promise<T> =>
    send<T>(method, parameters, sessionId);
  await toPage('Page.enable');
  await toPage('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 1, mobile: false });
  await toPage('Emulation.setLocaleOverride', { locale: locale.replace('-', '_') });
  await toPage('Emulation.setUserAgentOverride', { userAgent: '', acceptLanguage: locale });
  return {
    send: toPage,
    evaluate: async <T>(expression: string): Promise<T> => {
      const { result, exceptionDetails } = await toPage<{
        result: { value: T };
        exceptionDetails?: { text: string };
      }>('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
      if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text);
      return result.value;
    },
    close: async () => send('Target.disposeBrowserContext', { browserContextId }),
  };
}
