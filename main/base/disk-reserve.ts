/**
 * A file that holds some room back. When the disk is full to the last byte its room is given up, so that the last
 * things that must be written (a lesson's end, why it ended) can be.
 */
import { closeSync, fsyncSync, openSync, rmSync, statSync, statfsSync, writeSync } from 'node:fs';
import path from 'node:path';
import { systemErrorCode } from './app-error.ts';
import type { Logger } from './logger.ts';

/** Enough for thousands of rows and the database's journal; nothing beside a minute of video. */
const reserveBytes = 8 * 1024 * 1024;
/** On a disk with less room than this the reserve would be what fills it. */
const leastFreeBytes = 4 * reserveBytes;

export type DiskReserve = {
  /** Holds the room back again if it was given up and there is room. */
  restore(): void;
  /** Gives the room up. @returns whether there was any */
  release(): boolean;
};

export function openDiskReserve(dataDir: string, log: Logger): DiskReserve {
  const file = path.join(dataDir, 'reserve');
  const reserve: DiskReserve = {
    restore: () => {
      try {
        if (sizeOf(file) === reserveBytes) return;
        const { bavail, bsize } = statfsSync(dataDir);
        if (bavail * bsize < leastFreeBytes) return;
        fill(file);
      } catch (error) {
        rmSync(file, { force: true });
        log.warn({ err: error }, 'no room could be held back on the disk');
      }
    },
    release: () => {
      const hadRoom = sizeOf(file) > 0;
      rmSync(file, { force: true });
      if (hadRoom) log.warn({}, 'the disk is full: reserved room was given up');
      return hadRoom;
    },
  };
  reserve.restore();
  return reserve;
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

function fill(file: string): void {
  const handle = openSync(file, 'w', 0o600);
  try {
    // Written, not only sized: a sparse file holds no room.
    const block = Buffer.alloc(1024 * 1024, 0xa5);
    for (let written = 0; written < reserveBytes; written += block.length) writeSync(handle, block);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
