import { afterEach, describe, expect, it, vi } from 'vitest';
import { showFile } from './desktop.ts';

afterEach(() => vi.unstubAllGlobals());

function shellThat(answer: unknown): void {
  vi.stubGlobal('window', { airclass: { invoke: async () => answer } });
}

describe('showing a file in its folder', () => {
  it('says that the file is gone, or why it cannot be shown', async () => {
    shellThat({ ok: true, value: { shown: true } });
    await showFile('/lessons/a.mp4');
    shellThat({ ok: true, value: { shown: false } });
    await expect(showFile('/lessons/a.mp4')).rejects.toMatchObject({ code: 'media_missing' });
    shellThat({ ok: false, error: { code: 'not_ready', detail: '' } });
    await expect(showFile('/lessons/a.mp4')).rejects.toMatchObject({ code: 'not_ready' });
  });
});
