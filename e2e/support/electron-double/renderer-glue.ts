/**
 * Scripts that give a Chromium page what Electron gives it: a preload script in a world of its own, whose
 * contextBridge puts copies of plain data and stand-ins of functions into the page's world. The two worlds share the
 * DOM alone; they talk by events under a name the page cannot know, and everything that passes is cloned.
 */

export const preloadWorld = 'electron-preload';
export const bindingName = '__electronSend';

/** Goes before every script of the page. */
export function mainWorldScript(secret: string): string {
  return `(() => {
  if (window !== window.top) return;
  const add = EventTarget.prototype.addEventListener.bind(window);
  const fire = EventTarget.prototype.dispatchEvent.bind(window);
  const { CustomEvent: Custom, Map: M, Promise: P, Error: E, structuredClone: clone } = window;
  const callbacks = new M();
  const waiting = new M();
  let last = 0;
  let returned;
  const say = (kind, detail) => fire(new Custom('${secret}' + kind, { detail }));
  const build = (shape) => {
    if (shape.kind === 'function') return standIn(shape.id);
    if (shape.kind === 'value') return shape.value;
    const made = {};
    for (const [key, part] of shape.parts) made[key] = build(part);
    return Object.freeze(made);
  };
  const standIn = (fn) => (...args) => {
    const id = ++last;
    const sent = args.map((value) => {
      if (typeof value !== 'function') return { value: clone(value) };
      callbacks.set(++last, value);
      return { callback: last };
    });
    returned = undefined;
    say('call', { id, fn, args: sent });
    const outcome = returned;
    if (outcome.kind === 'throw') throw new E(outcome.message);
    if (outcome.kind === 'function') return standIn(outcome.fn);
    if (outcome.kind === 'value') return outcome.value;
    return new P((resolve, reject) => waiting.set(id, { resolve, reject }));
  };
  add('${secret}expose', (event) => {
    const { name, shape } = event.detail;
    Object.defineProperty(window, name, { value: build(shape), enumerable: true });
  });
  add('${secret}return', (event) => { returned = event.detail; });
  add('${secret}settled', (event) => {
    const { id, ok, value, message } = event.detail;
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (ok) resolve(value); else reject(new E(message));
  });
  // A window that the shell denies is null to the page; links with a target take Chromium's own way.
  window.open = (url = 'about:blank') => {
    say('window-open', String(new URL(url, document.baseURI)));
    return null;
  };
  add('${secret}callback', (event) => callbacks.get(event.detail.callback)(...event.detail.args));
})();`;
}

/** The preload script with the \`require\` of a sandboxed one: electron's renderer side and nothing else. */
export function preloadScript(secret: string, source: string): string {
  return `(() => {
  if (window !== window.top) return;
  const say = (kind, detail) => window.dispatchEvent(new CustomEvent('${secret}' + kind, { detail }));
  const hear = (kind, listener) => window.addEventListener('${secret}' + kind, (event) => listener(event.detail));
  const functions = [];
  const shapeOf = (value) => {
    if (typeof value === 'function') return { kind: 'function', id: functions.push(value) - 1 };
    if (typeof value !== 'object' || value === null) return { kind: 'value', value: structuredClone(value) };
    return { kind: 'object', parts: Object.entries(value).map(([key, part]) => [key, shapeOf(part)]) };
  };
  hear('call', ({ id, fn, args }) => {
    try {
      const real = args.map(({ value, callback }) => callback === undefined ? value
        : (...passed) => say('callback', { callback, args: structuredClone(passed) }));
      const result = functions[fn](...real);
      if (typeof result === 'function') { say('return', { kind: 'function', fn: functions.push(result) - 1 }); return; }
      if (typeof result?.then !== 'function') { say('return', { kind: 'value', value: structuredClone(result) }); return; }
      say('return', { kind: 'promise' });
      result.then((value) => say('settled', { id, ok: true, value: structuredClone(value) }),
        (error) => say('settled', { id, ok: false, message: String(error?.message ?? error) }));
    } catch (error) { say('return', { kind: 'throw', message: String(error?.message ?? error) }); }
  });
  const contextBridge = { exposeInMainWorld: (name, api) => say('expose', { name, shape: shapeOf(api) }) };

  const replies = new Map();
  const listeners = new Map();
  let last = 0;
  const send = (message) => window.${bindingName}(JSON.stringify(message));
  globalThis.__electronReply = ({ id, ok, value, message }) => {
    const { resolve, reject } = replies.get(id);
    replies.delete(id);
    if (ok) resolve(value); else reject(new Error(message));
  };
  globalThis.__electronEvent = (channel, args) => {
    for (const listener of listeners.get(channel) ?? []) listener({}, ...args);
  };
  const ipcRenderer = {
    invoke: (channel, ...args) => new Promise((resolve, reject) => {
      replies.set(++last, { resolve, reject });
      send({ kind: 'invoke', id: last, channel, args: structuredClone(args).map((value) => ({ value })) });
    }),
    send: (channel, ...args) => send({ kind: 'send', channel, args: structuredClone(args).map((value) => ({ value })) }),
    on: (channel, listener) => { listeners.set(channel, [...(listeners.get(channel) ?? []), listener]); return ipcRenderer; },
  };
  hear('window-open', (url) => send({ kind: 'window-open', channel: '', args: [{ value: url }] }));
  const module = { exports: {} };
  const require = (name) => {
    if (name !== 'electron') throw new Error('module not found: ' + name);
    return { contextBridge, ipcRenderer };
  };
  (function (require, module, exports) { ${source}
  })(require, module, module.exports);
})();`;
}
