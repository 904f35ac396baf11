/**
 * Parts that mostly nothing shows at first: menus, dialogs, hints. Their code is fetched when the first screen has been seen,
 * or sooner when one is wanted, so that it does not have to be read before there is anything to see.
 */
import { type ComponentType, type ReactNode, Suspense, lazy, useState } from 'react';

const loads = new Set<() => Promise<unknown>>();

/**
 * What has been fetched is drawn at once, like any component: whoever presses Enter right after opening a question
 * answers it.
 * @param load a module's component
 * @param meanwhile stands in its place while it is being fetched
 */
export function late<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  meanwhile?: ReactNode,
): ComponentType<Props> {
  let fetched: ComponentType<Props> | undefined;
  const fetchPart = async (): Promise<ComponentType<Props>> => {
    fetched = await load();
    return fetched;
  };
  loads.add(fetchPart);
  const Pending = lazy(async () => ({
    // What cannot be fetched has the page loaded anew (missing-parts.ts); until then it must not break what shows.
    default: await fetchPart().catch((): ComponentType<Props> => Nothing),
  }));
  return function Late(props: Props) {
    // For as long as it is mounted: what is open must not begin anew when it has been fetched.
    const [Part] = useState<ComponentType<Props>>(() => fetched ?? Pending);
    return (
      <Suspense fallback={meanwhile}>
        <Part {...props} />
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
