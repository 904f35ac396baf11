import type { Licences } from '../licences.mjs';
/** @returns the folder. @throws {Error} whose message says in one line what is wrong */
export function stage(
  root: string,
  wanted: { os: string; arch: string; ffmpeg?: string | undefined; modelPacks?: string | undefined },
): string;
/** @throws {Error} when a key or the feed's address cannot be used */
export function stageTrust(folder: string, env?: Record<string, string | undefined>): void;
export function noticesText(
  licences: Licences,
  inside: { hasFfmpeg: boolean; leftOut: readonly string[] },
): string;
