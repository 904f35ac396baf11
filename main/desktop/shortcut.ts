/** The key that opens the record page from any program. Off until someone sets it. */
import { globalShortcut } from 'electron';
import { type IpcReply, suggestedShortcut } from '../../contract/ipc.ts';
import type { ShellConfig } from './shell-config.ts';

export type Shortcut = ReturnType<typeof createShortcut>;

export function createShortcut(config: ShellConfig, onPress: () => void) {
  let registered: string | undefined;

  function state(): IpcReply<'shortcut.get'> {
    const { shortcut: accelerator } = config.get();
    return { accelerator, is_active: registered !== undefined, suggested: suggestedShortcut };
  }

  function apply(): void {
    if (registered !== undefined) globalShortcut.unregister(registered);
    const { shortcut: wanted } = config.get();
    // Another program may hold it, and Wayland may not give any: the settings show that it is not active.
    registered = wanted !== null && globalShortcut.register(wanted, onPress) ? wanted : undefined;
  }

  return {
    state,
    apply,
    set: (accelerator: string | null) => {
      config.set({ shortcut: accelerator });
      apply();
      return state();
    },
  };
}
