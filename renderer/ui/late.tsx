/**
 * Parts that nothing shows at first: menus, dialogs, hints. Their code is fetched when the first screen has been seen,
 * or sooner when one is wanted, so that it does not have to be read before there is anything to see.
 */
import { type ComponentType, Suspense, lazy } from 'react';

const loads = new Set<() => Promise<unknown>>();

/** @param load a module's component */
export function late<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  loads.add(load);
  const Loaded = lazy(async () => ({
    // What cannot be fetched has the page loaded anew (missing-parts.ts); until then it must not break what shows.
    default: await load().catch((): ComponentType<Props> => Nothing),
  }));
  return function Late(props: Props) {
    return (
      <Suspense>
        <Loaded {...props} />
      </Suspense>
    );
  };
}

function Nothing() {
  return null;
}

/** One after another, so that they are there even if the recorder is not when they are wanted. */
export async function fetchLate(): Promise<void> {
  for (const load of loads) await load().catch(() => undefined);
}
