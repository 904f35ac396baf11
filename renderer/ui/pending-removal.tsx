/**
 * Removing what the recorder could not give back (it never tells an address again): it goes from the list at once and
 * from the recorder when the notice with the way back is gone: it waits for its turn and while the mouse is on it.
 * Waiting removals outlive the screen, and a page that closes does them first.
 */
import { useSyncExternalStore } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useNotify } from './notify.tsx';

const waiting = new Set<string>();
const watchers = new Set<() => void>();
let hidden: ReadonlySet<string> = new Set();

function setHidden(change: (paths: Set<string>) => void): void {
  const next = new Set(hidden);
  change(next);
  hidden = next;
  for (const tell of watchers) tell();
}

window.addEventListener('pagehide', () => {
  for (const path of waiting) void fetch(path, { method: 'DELETE', keepalive: true });
  waiting.clear();
});

/** What is removed is named by its path in the API. @param options.queryKey list to read anew once it is gone */
export function useRemoval(options: { queryKey: readonly string[] }) {
  const { t } = useLanguage();
  const cache = useQueryClient();
  const { notify, notifyFailure } = useNotify();
  const paths = useSyncExternalStore(subscribe, () => hidden);

  const finish = async (path: string) => {
    waiting.delete(path);
    try {
      await call('DELETE', path);
      await cache.invalidateQueries({ queryKey: options.queryKey });
    } catch (error) {
      notifyFailure(error);
    }
    setHidden((all) => all.delete(path));
  };
  return {
    isHidden: (path: string) => paths.has(path),
    remove: (path: string, text: string) => {
      setHidden((all) => all.add(path));
      waiting.add(path);
      notify({
        text,
        action: { label: t('common.undo'), run: () => takeBack(path) },
        onMissed: () => void finish(path),
      });
    },
  };
}

function takeBack(path: string): void {
  waiting.delete(path);
  setHidden((all) => all.delete(path));
}

function subscribe(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}
