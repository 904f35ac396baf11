/** Asks the operating system for screens, their pictures, and whether we may see, film and listen. */
import { desktopCapturer, screen, shell, systemPreferences } from 'electron';
import type { IpcReply } from '../../contract/ipc.ts';
import { type PermissionKind, type PermissionState, permissionStep } from './permission-step.ts';
import { screenItems } from './screen-model.ts';

const thumbnailSize = { width: 480, height: 300 } as const;

export async function listScreens(isWayland: boolean): Promise<IpcReply<'screen.list'>> {
  const { platform } = process;
  const permission = permissionState('screen');
  const primaryId = screen.getPrimaryDisplay().id;
  const displays = screen.getAllDisplays().map(({ id, label, size, scaleFactor }) => ({
    id,
    label,
    isPrimary: id === primaryId,
    width: Math.round(size.width * scaleFactor),
    height: Math.round(size.height * scaleFactor),
  }));
  // Without permission a Mac would show its question for each look; on Wayland the system's picker opens.
  const canLook = permission !== 'denied' && permission !== 'restricted' && !isWayland;
  const sources = canLook ? await desktopCapturer.getSources({ types: ['screen'], thumbnailSize }) : [];
  const captured = sources.map((source) => ({
    displayId: source.display_id,
    name: source.name,
    thumbnail: source.thumbnail.isEmpty() ? null : source.thumbnail.toDataURL(),
  }));
  return { permission, items: screenItems(displays, captured, { platform, isWayland }) };
}

export function permissions(): IpcReply<'permission.state'> {
  return {
    screen: permissionState('screen'),
    camera: permissionState('camera'),
    microphone: permissionState('microphone'),
  };
}

/** The system's question where there is one to ask, otherwise its settings, which alone can grant it then. */
export async function requestPermission(kind: PermissionKind): Promise<void> {
  if (process.platform === 'darwin' && kind === 'screen' && permissionState('screen') !== 'granted') {
    // The first look is what puts the program on the list in the settings; the state tells "denied" before it too.
    await desktopCapturer
      .getSources({ types: ['screen'], thumbnailSize: { width: 1, height: 1 } })
      .catch(() => []); // It may be refused outright: the settings are the way on all the same.
  }
  const step = permissionStep(kind, permissionState(kind), process.platform);
  if (step.kind === 'ask' && kind !== 'screen') await systemPreferences.askForMediaAccess(kind);
  if (step.kind === 'open-settings') await shell.openExternal(step.address);
}

/** Linux has no such permissions: what the desktop lets ffmpeg open can be recorded. */
function permissionState(kind: PermissionKind): PermissionState {
  return process.platform === 'linux' ? 'granted' : systemPreferences.getMediaAccessStatus(kind);
}
