import { describe, expect, test } from 'vitest';
import { AppError } from '../base/app-error.ts';
import { answerIpc, checkedEvent, type IpcHandlers, isTrustedSender, type Sender } from './ipc-guard.ts';

const coreOrigin = 'http://127.0.0.1:8765';
const page: Sender = { url: `${coreOrigin}/record`, isMainFrame: true, isOurWindow: true };

/** Answers of one channel; every other one says that it was not expected. */
function ask(channel: unknown, request: unknown, handlers: Partial<IpcHandlers>, from = { sender: page }) {
  const failures: unknown[] = [];
  const all = new Proxy(handlers, {
    get: (own, name: keyof IpcHandlers) =>
      own[name] ?? (() => Promise.reject(new Error(`${name} was called`))),
  }) as IpcHandlers;
  const options = { coreOrigin, handlers: all, onFailure: (error: unknown) => failures.push(error) };
  return answerIpc({ ...from, channel, request }, options).then((result) => ({ result, failures }));
}

describe('ipc guard', () => {
  test('answers the top frame of the window on the core’s page', async () => {
    const { result } = await ask('login-item.get', undefined, {
      'login-item.get': async () => ({ is_enabled: false }),
    });
    expect(result).toEqual({ ok: true, value: { is_enabled: false } });
  });

  test.each<[string, Sender]>([
    ['a frame that is gone', undefined],
    ['a frame inside the page', { ...page, isMainFrame: false }],
    ['another window', { ...page, isOurWindow: false }],
    ['another site', { ...page, url: 'https://evil.example/' }],
    ['a site that looks alike', { ...page, url: 'http://127.0.0.1:8765.evil.example/' }],
    ['the failure page', { ...page, url: 'data:text/html,x' }],
  ])('answers nothing to %s', async (_name, sender) => {
    expect(isTrustedSender(sender, coreOrigin)).toBe(false);
    const { result } = await ask('login-item.set', { is_enabled: true }, {}, { sender });
    expect(result).toMatchObject({ ok: false, error: { code: 'origin_not_allowed' } });
  });

  test.each([
    ['nope'],
    ['__proto__'],
    ['constructor'],
    [undefined],
    [{ toString: (): string => 'app.info' }],
  ])('knows no channel %s', async (channel) => {
    const { result } = await ask(channel, undefined, {});
    expect(result).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });

  test('checks requests before anything happens', async () => {
    for (const [channel, request] of [
      ['shortcut.set', { accelerator: 'R' }],
      ['shortcut.set', { accelerator: 'Shift+Shift+Shift+Shift+Shift+A' }],
      ['export.save', { save_id: 'a', path: '/api/../../etc', suggested_name: '' }],
      ['export.save', { save_id: '../a', path: '/api/vod/x/download', suggested_name: 'x' }],
      ['export.save', { save_id: 'a', path: '/api/vod/x\r\nhost: evil', suggested_name: 'x' }],
      ['data-folder.set', { path: '' }],
      ['login-item.set', { is_enabled: 'yes' }],
      ['app.info', {}],
      ['video.import', { file_id: 'a', fields: {} }],
    ] as const) {
      const { result } = await ask(channel, request, {});
      expect(result).toMatchObject({ ok: false, error: { code: 'validation_failed' } });
    }
  });

  test('passes the code of what went wrong, and reports only what nobody expected', async () => {
    const expected = await ask(
      'data-folder.set',
      { path: null },
      {
        'data-folder.set': () => Promise.reject(new AppError('recording_in_progress')),
      },
    );
    expect(expected.result).toMatchObject({ ok: false, error: { code: 'recording_in_progress' } });
    expect(expected.failures).toEqual([]);
    const unexpected = await ask('shortcut.get', undefined, {
      'shortcut.get': () => Promise.reject(new Error('boom')),
    });
    expect(unexpected.result).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(unexpected.failures).toHaveLength(1);
  });

  test('does not let a wrong answer out', async () => {
    const { result, failures } = await ask('login-item.get', undefined, {
      'login-item.get': (() => Promise.resolve({ is_enabled: 1 })) as never,
    });
    expect(result).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(failures).toHaveLength(1);
    expect(() => checkedEvent('open', { path: 'https://evil.example/' })).toThrow('/');
  });
});
