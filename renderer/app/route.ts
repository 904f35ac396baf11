/** The address bar as state: `/`, `/?q=…`, `/record`, `/trash`, `/lessons/{id}?t=seconds`. */
import { useSyncExternalStore } from 'react';

export type Route =
  | { screen: 'library'; q: string }
  | { screen: 'record' }
  | { screen: 'trash' }
  | { screen: 'lesson'; recordingId: string; atSec: number | undefined };

export function parseRoute(path: string, search: string): Route {
  const parameters = new URLSearchParams(search);
  const lesson = /^\/lessons\/([0-9a-f-]{36})$/.exec(path)?.[1];
  if (lesson !== undefined) {
    const at = Number.parseFloat(parameters.get('t') ?? '');
    return { screen: 'lesson', recordingId: lesson, atSec: Number.isFinite(at) && at >= 0 ? at : undefined };
  }
  if (path === '/record') return { screen: 'record' };
  if (path === '/trash') return { screen: 'trash' };
  return { screen: 'library', q: parameters.get('q') ?? '' };
}

export function pathOf(route: Route): string {
  switch (route.screen) {
    case 'library':
      return route.q === '' ? '/' : `/?${new URLSearchParams({ q: route.q })}`;
    case 'record':
      return '/record';
    case 'trash':
      return '/trash';
    case 'lesson':
      return `/lessons/${route.recordingId}${route.atSec === undefined ? '' : `?t=${route.atSec.toFixed(1)}`}`;
    default:
      return route satisfies never;
  }
}

const changed = new EventTarget();

export function navigate(route: Route, options: { replace?: boolean } = {}): void {
  const path = pathOf(route);
  if (options.replace === true) history.replaceState(null, '', path);
  else history.pushState(null, '', path);
  changed.dispatchEvent(new Event('change'));
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('popstate', onChange);
  changed.addEventListener('change', onChange);
  return () => {
    window.removeEventListener('popstate', onChange);
    changed.removeEventListener('change', onChange);
  };
}

export function useRoute(): Route {
  const address = useSyncExternalStore(subscribe, () => `${location.pathname}${location.search}`);
  const [path = '/', search = ''] = address.split('?', 2);
  return parseRoute(path, search);
}
