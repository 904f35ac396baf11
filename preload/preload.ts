/** All that the page gets of the shell: two functions, named channels, copies of plain data. */
import { contextBridge, ipcRenderer } from 'electron';
import type { DesktopBridge } from '../contract/ipc.ts';
import { bridgeName, ipcChannels, ipcMessage, shellEventNames } from '../contract/ipc-names.ts';

type Listener = (event: unknown) => void;
const listeners = new Map<string, Set<Listener>>(shellEventNames.map((name) => [name, new Set()]));

ipcRenderer.on(ipcMessage.event, (_event, name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload);
});

const bridge = {
  invoke: (channel: string, request?: unknown) => {
    if (!(ipcChannels as readonly string[]).includes(channel)) throw new Error(`no channel ${channel}`);
    return ipcRenderer.invoke(ipcMessage.invoke, channel, request);
  },
  on: (name: string, listener: Listener) => {
    const all = listeners.get(name);
    if (all === undefined) throw new Error(`no event ${name}`);
    // One object per subscription, so that the same function may listen twice.
    const entry: Listener = (event) => listener(event);
    all.add(entry);
    // From now on the page shows what it is asked to open; until then the shell loads the address itself.
    if (name === 'open') ipcRenderer.send(ipcMessage.ready);
    return () => void all.delete(entry);
  },
};
contextBridge.exposeInMainWorld(bridgeName, bridge satisfies Record<keyof DesktopBridge, unknown>);
