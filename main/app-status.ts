/** What the program says about itself: readiness and the facts of /api/system. */
import { access, constants } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Model } from '../contract/analysis.ts';
import type { SystemService } from './http/services.ts';
import { toErrorSummary } from './base/app-error.ts';
import { packageVersion } from './base/package-info.ts';
import type { ChangeLog } from './cache/change-log.ts';
import { lengthsFamily, lessonsFamily } from './cache/families.ts';
import { type LibraryTotals, libraryTotals } from './db/recordings.ts';
import type { RecorderParts } from './recording/recorder-parts.ts';
import { minutesOfRoom } from './recording/room.ts';

type Verdict = { ok: boolean; detail: string };

export function createSystemService(
  parts: Pick<RecorderParts, 'db' | 'store' | 'clock' | 'ffmpeg' | 'settings' | 'display'> & {
    changes: Pick<ChangeLog, 'now' | 'isUnchanged'>;
    dataDir: string;
    isDesktop: boolean;
  },
  activeRecordings: () => number,
  models: () => Promise<Model[]>,
): SystemService {
  const startedMs = parts.clock.monotonic();
  const room = async () => {
    const { freeBytes, totalBytes } = await parts.store.freeSpace();
    const kbps = parts.settings().recording.expected_bitrate_kbps;
    return { freeBytes, totalBytes, freeMinutes: minutesOfRoom(freeBytes, (kbps * 1000) / 8) };
  };
  let known: { at: number; totals: Promise<LibraryTotals> } | undefined;
  /** Of 100,000 lessons they take 10 ms: read once until lessons change, or grow. */
  const readTotals = async (): Promise<LibraryTotals> => {
    const at = parts.changes.now();
    if (known === undefined || !parts.changes.isUnchanged([lessonsFamily, lengthsFamily], known.at)) {
      known = { at, totals: libraryTotals(parts.db) };
    }
    return known.totals;
  };
  return {
    readiness: async () => ({
      database: await verdict(async () => {
        await sql`SELECT 1`.execute(parts.db);
        return 'open';
      }),
      disk: await verdict(async () => {
        await access(parts.dataDir, constants.W_OK);
        const { freeMinutes } = await room();
        const { stop_free_minutes } = parts.settings().recording;
        if (freeMinutes <= stop_free_minutes) throw new Error(`room for ${freeMinutes} minutes`);
        return `room for ${freeMinutes} minutes`;
      }),
      ffmpeg: await verdict(async () => (await parts.ffmpeg()).version),
    }),
    systemInfo: async () => {
      const { freeBytes, totalBytes, freeMinutes } = await room();
      const totals = await readTotals();
      const ffmpeg = await parts.ffmpeg().catch(() => undefined);
      return {
        version: packageVersion,
        uptime_seconds: Math.round((parts.clock.monotonic() - startedMs) / 1000),
        platform: process.platform,
        node_version: process.versions.node,
        is_desktop: parts.isDesktop,
        has_display: process.platform !== 'linux' || parts.display !== undefined,
        data_dir: parts.dataDir,
        library: {
          lessons: totals.lessons,
          trash: totals.trash,
          recorded_seconds: totals.seconds,
        },
        storage: {
          folder: parts.store.localPath('lessons'),
          free_bytes: freeBytes,
          total_bytes: totalBytes,
          recordings_bytes: totals.bytes,
          free_minutes: freeMinutes,
        },
        ffmpeg:
          ffmpeg === undefined
            ? null
            : {
                path: ffmpeg.path,
                version: ffmpeg.version,
                origin: ffmpeg.origin,
                h264_encoder: ffmpeg.encoders.h264 ?? null,
                aac_encoder: ffmpeg.encoders.aac ?? null,
              },
        models: await models(),
        active_recordings: activeRecordings(),
      };
    },
  };
}

async function verdict(check: () => Promise<string>): Promise<Verdict> {
  try {
    return { ok: true, detail: await check() };
  } catch (error) {
    return { ok: false, detail: toErrorSummary(error).detail };
  }
}
