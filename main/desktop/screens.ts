/** Asks the operating system for screens, their pictures, and whether we may see, film and listen. */
import { desktopCapturer, screen, shell, systemPreferences } from 'electron';
import type { IpcReply } from '../../contract/ipc.ts';
import type { permissionKinds, permissionStates } from '../../contract/ipc.ts';
import { screenItems } from './screen-model.ts';

type PermissionKind = (typeof permissionKinds)[number];
type PermissionState = (typeof permissionStates)[number];

const thumbnailSize = { width: 480, height: 300 } as const;
const macScreenSettings = 'x-apple.systempreferences:com.apple.preference.security?Privacy_ScreenCapture';

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

/** Camera and microphone: the system's question, once. Screen: its settings, since only they can grant it. */
export async function requestPermission(kind: PermissionKind): Promise<void> {
  if (process.platform !== 'darwin') return;
  if (kind !== 'screen') {
    await systemPreferences.askForMediaAccess(kind);
    return;
  }
  if (permissionState('screen') === 'granted') return;
  // The first look is what puts the program on the list in the settings; the state tells "denied" before it too.
  await desktopCapturer
    .getSources({ types: ['screen'], thumbnailSize: { width: 1, height: 1 } })
    .catch(() => []); // It may be refused outright: the settings are the way on all the same.
  if (permissionState('screen') !== 'granted') await shell.openExternal(macScreenSettings);
}

/** Linux has no such permissions: what the desktop lets ffmpeg open can be recorded. */
function permissionState(kind: PermissionKind): PermissionState {
  return process.platform === 'linux' ? 'granted' : systemPreferences.getMediaAccessStatus(kind);
}
