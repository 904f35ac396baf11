/**
 * Parts of the page that cannot be fetched: the recorder was updated while the page was open, and has others now, or it
 * was away. The browser does not ask for a part again that failed; a page that is loaded anew does.
 */

const storageKey = 'airclass.loaded_anew';
const mostOftenMs = 60_000;
const tryAgainMs = 3000;

/** Once in a while, and remembered: a page whose parts are nowhere must not load for ever. */
export function mayLoadAnew(storage: Pick<Storage, 'getItem' | 'setItem'>, nowMs: number): boolean {
  const last = storage.getItem(storageKey);
  // Either way: the clock may have been set back since.
  if (last !== null && Math.abs(nowMs - Number(last)) < mostOftenMs) return false;
  storage.setItem(storageKey, String(nowMs));
  return true;
}

/** Loaded anew while it is away, the page would be gone altogether. */
async function isRecorderThere(): Promise<boolean> {
  try {
    const { status } = await fetch('/', { cache: 'no-store' });
    return status < 500;
  } catch {
    return false;
  }
}

async function loadAnew(): Promise<void> {
  while (!(await isRecorderThere())) await new Promise((resolve) => setTimeout(resolve, tryAgainMs));
  if (mayLoadAnew(sessionStorage, Date.now())) location.reload();
}

/** For the life of the page. */
export function followMissingParts(): void {
  let isWaiting = false;
  window.addEventListener('vite:preloadError', () => {
    if (isWaiting) return;
    isWaiting = true;
    void loadAnew().finally(() => {
      isWaiting = false;
    });
  });
}
