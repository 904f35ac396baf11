/** Electron's WebContents over a real Chromium page. */
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BrowserContext, CDPSession, Page } from '@playwright/test';
import { ipcMain } from './ipc-main.ts';
import { recorded } from './recorded.ts';
import { bindingName, mainWorldScript, preloadScript, preloadWorld } from './renderer-glue.ts';

type OpenHandler = (details: { url: string }) => { action: string };

export function preventable<T extends object>(details: T) {
  let isPrevented = false;
  return {
    ...details,
    preventDefault: () => {
      isPrevented = true;
    },
    get defaultPrevented() {
      return isPrevented;
    },
  };
}

export class WebContents extends EventEmitter {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #ready: Promise<CDPSession>;
  #openHandler: OpenHandler = () => ({ action: 'allow' });
  readonly #ownLoads = new Set<string>();
  #preloadContext: number | undefined;

  constructor(context: BrowserContext, page: Page, preload: string | undefined) {
    super();
    this.#context = context;
    this.page = page;
    this.#ready = this.#setUp(preload);
    this.#ready.catch((error: unknown) => console.error('web contents', error));
  }

  getURL(): string {
    return this.page.url();
  }

  async loadURL(url: string): Promise<void> {
    await this.#ready;
    this.#ownLoads.add(url);
    await this.page.goto(url);
  }

  send(channel: string, ...args: unknown[]): void {
    const values = structuredClone(args).map((value) => JSON.stringify(value) ?? 'undefined');
    void this.#evaluate(`globalThis.__electronEvent(${JSON.stringify(channel)}, [${values.join(',')}])`);
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  async #setUp(preload: string | undefined): Promise<CDPSession> {
    const { page } = this;
    const session = await this.#context.newCDPSession(page);
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = context.auxData as { frameId?: string };
      if (context.name === preloadWorld && frameId === mainFrame) this.#preloadContext = context.id;
    });
    session.on('Runtime.bindingCalled', ({ payload, executionContextId }) => {
      void this.#heard(JSON.parse(payload) as IpcMessage, executionContextId);
    });
    session.on('Fetch.requestPaused', (event) => {
      void this.#navigates(session, event, event.frameId === mainFrame);
    });
    session.on('Page.frameRequestedNavigation', ({ url, frameId }) => {
      // What Chromium would hand to another program: there is no request to hold.
      if (!/^(https?|data|blob|about|javascript):/.test(url)) this.#willNavigate(url, frameId === mainFrame);
    });
    session.on('Page.windowOpen', ({ url }) => {
      this.#windowOpen(url);
    });
    const { frameTree } = await session.send('Page.getFrameTree');
    const mainFrame = frameTree.frame.id;
    await session.send('Page.enable');
    await session.send('Runtime.enable');
    await session.send('Runtime.addBinding', { name: bindingName, executionContextName: preloadWorld });
    if (preload !== undefined) {
      const secret = `electron-${randomBytes(12).toString('hex')}-`;
      await session.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript(secret) });
      await session.send('Page.addScriptToEvaluateOnNewDocument', {
        source: preloadScript(secret, readFileSync(preload, 'utf8')),
        worldName: preloadWorld,
      });
    }
    await session.send('Fetch.enable', { patterns: [{ resourceType: 'Document' }] });
    page.on('popup', (popup) => void popup.close().catch(() => undefined));
    page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed' }));
    page.on('domcontentloaded', () => this.emit('dom-ready'));
    page.on('request', (request) => {
      if (request.isNavigationRequest() && request.frame() === page.mainFrame()) {
        this.emit('did-start-navigation', { url: request.url(), isMainFrame: true, isSameDocument: false });
      }
    });
    page.on('requestfailed', (request) => {
      if (!request.isNavigationRequest() || request.frame() !== page.mainFrame()) return;
      const text = request.failure()?.errorText ?? '';
      const code = text === 'net::ERR_ABORTED' ? -3 : -102;
      this.emit('did-fail-load', {}, code, text, request.url(), true);
    });
    return session;
  }

  /** A request for a document: the page wants to go somewhere, a server redirects, or the shell loads something. */
  async #navigates(
    session: CDPSession,
    event: { requestId: string; request: { url: string }; redirectedRequestId?: string },
    isMainFrame: boolean,
  ): Promise<void> {
    const { requestId, request } = event;
    let isPrevented = false;
    if (event.redirectedRequestId !== undefined) {
      const details = preventable({ url: request.url, isMainFrame });
      this.emit('will-redirect', details);
      isPrevented = details.defaultPrevented;
    } else if (!isMainFrame || !this.#ownLoads.delete(request.url)) {
      isPrevented = this.#willNavigate(request.url, isMainFrame);
    }
    await session
      .send(
        ...((isPrevented
          ? ['Fetch.failRequest', { requestId, errorReason: 'Aborted' }]
          : ['Fetch.continueRequest', { requestId }]) as ['Fetch.continueRequest', { requestId: string }]),
      )
      .catch(() => undefined); // the page is gone
  }

  #willNavigate(url: string, isMainFrame: boolean): boolean {
    const details = preventable({ url, isMainFrame });
    this.emit('will-frame-navigate', details);
    if (isMainFrame) this.emit('will-navigate', details);
    recorded.navigations.push({ url, isPrevented: details.defaultPrevented });
    return details.defaultPrevented;
  }

  #windowOpen(url: string): void {
    recorded.windowOpens.push({ url, action: this.#openHandler({ url }).action });
  }

  async #heard(message: IpcMessage, contextId: number): Promise<void> {
    const event = { sender: this, senderFrame: { url: this.page.url(), parent: null } };
    const args = message.args.map(({ value }) => value);
    if (message.kind === 'window-open') {
      this.#windowOpen(String(args[0]));
      return;
    }
    if (message.kind === 'send') {
      ipcMain.emit(message.channel, event, ...args);
      return;
    }
    let reply: string;
    try {
      const value = structuredClone(await ipcMain.call(message.channel, event, args));
      reply = `{ id: ${message.id}, ok: true, value: ${JSON.stringify(value) ?? 'undefined'} }`;
    } catch (error) {
      const text = `Error invoking remote method '${message.channel}': ${String(error)}`;
      reply = `{ id: ${message.id}, ok: false, message: ${JSON.stringify(text)} }`;
    }
    await this.#evaluate(`globalThis.__electronReply(${reply})`, contextId);
  }

  async #evaluate(expression: string, contextId = this.#preloadContext): Promise<void> {
    const session = await this.#ready;
    if (contextId === undefined) return;
    // The document may have gone meanwhile, as any message to a closed page is lost.
    await session.send('Runtime.evaluate', { expression, contextId }).catch(() => undefined);
  }
}

type IpcMessage = { args: { value?: unknown }[]; channel: string } & (
  { kind: 'invoke'; id: number } | { kind: 'send' } | { kind: 'window-open' }
);
