import { afterEach, describe, expect, it, vi } from 'vitest';
import { keepEdit, saveEdit, sendKeptEdits } from './kept-edits.ts';

afterEach(() => vi.unstubAllGlobals());

/** Answers each route with an error code; null: it is saved. */
function recorder(answers: Readonly<Record<string, string | null>>) {
  const stored = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  });
  const methods: string[] = [];
  vi.stubGlobal('fetch', async (path: string, { method }: { method: string }) => {
    methods.push(`${method} ${path}`);
    const code = answers[path];
    if (code === undefined) throw new TypeError('away');
    return new Response(JSON.stringify(code === null ? {} : { code }), { status: code === null ? 200 : 500 });
  });
  return { stored: () => [...stored.values()].join('\n'), methods };
}

describe('what was typed while the recorder was away', () => {
  it('survives trouble inside the recorder, and is given up only when it is refused', async () => {
    recorder({});
    await saveEdit('/api/one', { title: '하나' });
    await saveEdit('/api/two', { title: '둘' });
    await saveEdit('/api/three', { title: '셋' });

    const { stored } = recorder({ '/api/one': 'internal', '/api/two': null, '/api/three': 'note_not_found' });
    const saved: string[] = [];
    const refused: unknown[] = [];
    const send = () =>
      sendKeptEdits(
        async (path) => saved.push(path),
        (error) => refused.push(error),
      );
    await send();
    expect(saved).toEqual(['/api/two']);
    expect(refused).toMatchObject([{ code: 'note_not_found' }]);
    expect(stored()).toBe(JSON.stringify({ '/api/one': { title: '하나' } }));

    recorder({ '/api/one': null });
    await send();
    expect(saved).toEqual(['/api/two', '/api/one']);
  });

  it('is there before the recorder answers when the page goes away, and no more once it is saved', async () => {
    const { stored } = recorder({ '/api/note': null });
    keepEdit('PUT /api/note', { note: '내일' });
    expect(stored()).toBe(JSON.stringify({ 'PUT /api/note': { note: '내일' } }));
    await saveEdit('PUT /api/note', { note: '내일' });
    expect(stored()).toBe('');
  });

  it('goes to the route as that takes it, all fields together', async () => {
    recorder({});
    await saveEdit('PUT /api/note', { note: '물어보기' });
    await saveEdit('PUT /api/note', { done: true });
    const { stored, methods } = recorder({ '/api/note': null });
    expect(await saveEdit('PUT /api/note', { done: false })).toEqual({});
    expect(methods).toEqual(['PUT /api/note']);
    expect(stored()).toBe('');
  });
});
