/** Pictures of the program, made by scripts/make-icons.mjs. */
import path from 'node:path';
import { type NativeImage, nativeImage } from 'electron';
import { packageRoot } from '../base/package-info.ts';
import type { TrayIcon } from './tray-model.ts';

const folder = path.join(packageRoot, 'resources', 'icons');

/** Electron finds the @2x file beside it. A Mac draws template pictures in the menu bar's own colour. */
export function trayImage(icon: TrayIcon, platform: NodeJS.Platform): NativeImage {
  const isTemplate = platform === 'darwin' && icon === 'idle';
  const image = nativeImage.createFromPath(
    path.join(folder, isTemplate ? 'tray-idle-mono.png' : `tray-${icon}.png`),
  );
  if (isTemplate) image.setTemplateImage(true);
  return image;
}

export const appIconFile: string = path.join(folder, 'app-256.png');

/** The dot on the taskbar button while a lesson is recorded (Windows). */
export function recordingOverlay(): NativeImage {
  return nativeImage.createFromPath(path.join(folder, 'overlay-recording.png'));
}
