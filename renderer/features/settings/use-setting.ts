/** One setting: its value, a change that is kept at once, the way back, and what to say beside it. */
import '../../api/zod-without-eval.ts';
import { createContext, useContext, useEffect, useState } from 'react';
import { type SettingsReply, defaultSettings } from '../../../contract/settings.ts';
import { useChangeSettings } from '../../api/settings.ts';
import { type SettingPath, type SettingValue, changeOf, isSameValue, readSetting } from './setting-path.ts';

/** Long enough to see that it was kept, and to take it back. */
const noteMs = 8000;

export const SettingsContext = createContext<SettingsReply>({ ...defaultSettings, locked: [] });

export type Setting<P extends SettingPath = SettingPath> = {
  value: SettingValue<P>;
  /** Decided by the school. */
  isLocked: boolean;
  isDefault: boolean;
  /** @param onKept once the recorder has it, or had it already */
  save: (value: SettingValue<P>, onKept?: () => void) => void;
  reset: () => void;
  /** Set for a while after a change was kept; undefined once there is nothing to take back. */
  undo: (() => void) | undefined;
  failure: Error | null;
};

export function useSetting<P extends SettingPath>(path: P): Setting<P> {
  const settings = useContext(SettingsContext);
  const value = readSetting(settings, path);
  const normal = readSetting(defaultSettings, path);
  const { mutate, error, isPending } = useChangeSettings();
  const [kept, setKept] = useState<{ before: SettingValue<P> }>();
  useEffect(() => {
    if (kept === undefined) return undefined;
    const timer = setTimeout(() => setKept(undefined), noteMs);
    return () => clearTimeout(timer);
  }, [kept]);

  const save = (next: SettingValue<P>, onKept?: () => void) => {
    if (isSameValue(next, value)) {
      // Drawn already, and not yet answered: that answer tells.
      if (!isPending) onKept?.();
      return;
    }
    mutate(changeOf(path, next), {
      onSuccess: () => {
        setKept({ before: value });
        onKept?.();
      },
    });
  };
  const undo = (before: SettingValue<P>) => {
    setKept(undefined);
    mutate(changeOf(path, before));
  };
  return {
    value,
    isLocked: settings.locked.includes(path),
    isDefault: isSameValue(value, normal),
    save,
    reset: () => save(normal),
    undo: kept === undefined ? undefined : () => undo(kept.before),
    failure: error,
  };
}
