/** What can be done so that we may see, film or listen. Pure; screens.ts does it. */
import type { permissionKinds, permissionStates } from '../../contract/ipc.ts';

export type PermissionKind = (typeof permissionKinds)[number];
export type PermissionState = (typeof permissionStates)[number];
export type PermissionStep =
  | { kind: 'nothing' }
  /** The system asks the person; it does so once. */
  | { kind: 'ask' }
  /** Only the system's settings can change it now. */
  | { kind: 'open-settings'; address: string };

const macSettings = 'x-apple.systempreferences:com.apple.preference.security?';
const settings: Record<'darwin' | 'win32', Partial<Record<PermissionKind, string>>> = {
  darwin: {
    screen: `${macSettings}Privacy_ScreenCapture`,
    camera: `${macSettings}Privacy_Camera`,
    microphone: `${macSettings}Privacy_Microphone`,
  },
  // Windows lets every program see the screen.
  win32: { camera: 'ms-settings:privacy-webcam', microphone: 'ms-settings:privacy-microphone' },
};

export function permissionStep(
  kind: PermissionKind,
  state: PermissionState,
  platform: NodeJS.Platform,
): PermissionStep {
  if (state === 'granted' || (platform !== 'darwin' && platform !== 'win32')) return { kind: 'nothing' };
  // A Mac asks for the screen by itself, and tells "denied" before it has; its answer is in the settings.
  if (platform === 'darwin' && kind !== 'screen' && state === 'not-determined') return { kind: 'ask' };
  const address = settings[platform][kind];
  return address === undefined ? { kind: 'nothing' } : { kind: 'open-settings', address };
}
