/**
 * Keys of the page. A screen lists what it answers to with `useShortcuts`; the newest list goes first, and `?` shows
 * all that work now. Keys rest while somebody types, and where a dialog or menu is open.
 */
import {
  type ReactNode,
  createContext,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { TextKey } from '../i18n/language.tsx';
import { inputTakesKey } from './input-keys.ts';
import { isCharacterKey, keyName } from './key-name.ts';
import { areLetterKeysOn } from './letter-keys.ts';
import { late } from '../ui/late.tsx';

export type Shortcut = {
  /** As `keyName` says them: `/`, `Space`, `ArrowLeft`, `Shift+ArrowLeft`, `R`. Several keys may do the same. */
  keys: readonly string[];
  /** What it does, for the help. */
  label: TextKey;
  /** How the help shows the keys, where naming each would only be long. */
  shownAs?: readonly string[];
  /** @param key the one of `keys` that was pressed */
  perform: (key: string) => void;
};
const ShortcutHelp = late(async () => (await import('./shortcut-help.tsx')).ShortcutHelp);

type Group = { title: TextKey; shortcuts: readonly Shortcut[] };

type Registry = { add: (group: { current: Group }) => () => void; showHelp: () => void };
const ShortcutContext = createContext<Registry>({ add: () => () => undefined, showHelp: () => undefined });

export function useShortcutHelp(): () => void {
  return useContext(ShortcutContext).showHelp;
}

/** Answers to `shortcuts` while the component is shown. @param title heading in the help */
export function useShortcuts(title: TextKey, shortcuts: readonly Shortcut[]): void {
  const { add } = useContext(ShortcutContext);
  const group = useRef<Group>({ title, shortcuts });
  useEffect(() => {
    group.current = { title, shortcuts };
  });
  useEffect(() => add(group), [add, group]);
}

export function ShortcutProvider({ children }: { children: ReactNode }) {
  const [groups] = useState(() => new Set<{ current: Group }>());
  const [help, setHelp] = useState<Group[]>();
  const registry = useMemo<Registry>(
    () => ({
      add: (group) => {
        groups.add(group);
        return () => groups.delete(group);
      },
      showHelp: () => setHelp([...groups].map(({ current }) => workingNow(current))),
    }),
    [groups],
  );
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || isTaken(event)) return;
    const name = keyName(event);
    if (isCharacterKey(name) && !areLetterKeysOn()) return;
    if (name === '?') {
      event.preventDefault();
      registry.showHelp();
      return;
    }
    for (const { current } of [...groups].toReversed()) {
      const found = current.shortcuts.find(({ keys }) => keys.includes(name));
      if (found === undefined) continue;
      event.preventDefault();
      found.perform(name);
      return;
    }
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  return (
    <ShortcutContext value={registry}>
      {children}
      {help !== undefined && <ShortcutHelp groups={help} onClose={() => setHelp(undefined)} />}
    </ShortcutContext>
  );
}

/** Without those that the settings switched off. */
function workingNow({ title, shortcuts }: Group): Group {
  if (areLetterKeysOn()) return { title, shortcuts };
  return { title, shortcuts: shortcuts.filter(({ keys }) => !keys.every(isCharacterKey)) };
}

/** Whether the key belongs to what has the focus, or to a dialog or menu above the page. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  const target = event.target instanceof Element ? event.target : null;
  if (
    target?.closest(
      'textarea, select, [contenteditable="true"], [role="menu"], [role="listbox"], [role="dialog"]',
    )
  )
    return true;
  if (target instanceof HTMLInputElement && inputTakesKey(target.type, event.key)) return true;
  if (document.querySelector('[role="dialog"][data-modal-content]') !== null) return true;
  // Space and Enter press what has the focus; arrows move within it.
  const isPress = event.key === ' ' || event.key === 'Enter';
  if (isPress && target?.closest('button, a, [role="button"], [role="tab"], summary')) return true;
  return (
    event.key.startsWith('Arrow') &&
    target?.closest('[role="slider"], [role="tablist"], [role="radiogroup"]') !== null
  );
}
