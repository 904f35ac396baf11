/**
 * What somebody who looks after the recorder takes away: how it is, what it runs on, how much there is, what failed.
 * Only what is listed here gets in; names, titles, sessions, addresses, folders and tokens are never asked for.
 */
import { arch, cpus, platform, release, totalmem } from 'node:os';
import process from 'node:process';
import type { Model } from '../../contract/analysis.ts';
import type { HealthReport, SystemHealth } from '../../contract/health.ts';
import { type Settings, defaultSettings } from '../../contract/settings.ts';
import { type Clock, isoTime } from '../base/clock.ts';
import { packageVersion } from '../base/package-info.ts';
import type { Db } from '../db/database.ts';
import {
  countJobFailures,
  countJobsByKind,
  countLessonsByStatus,
  countRecordingFailures,
} from '../db/health.ts';
import { libraryTotals } from '../db/recordings.ts';
import type { Ffmpeg } from '../media/ffmpeg-locate.ts';
import type { ErrorCount } from './error-tally.ts';

export type ReportParts = {
  db: Db;
  clock: Clock;
  settings: () => Settings;
  ffmpeg: () => Promise<Ffmpeg>;
  models: () => Promise<Pick<Model, 'name' | 'version' | 'task' | 'origin' | 'state' | 'is_used'>[]>;
  logErrors: () => ErrorCount[];
  isDesktop: boolean;
  hasDisplay: boolean;
};

export async function makeReport(parts: ReportParts, health: SystemHealth): Promise<HealthReport> {
  const { clock } = parts;
  const counts = await countAll(parts);
  return {
    product: 'AIRClass Recorder',
    version: packageVersion,
    made_at: isoTime(clock.now()),
    health,
    machine: {
      platform: platform(),
      release: release(),
      arch: arch(),
      cores: cpus().length,
      memory_bytes: totalmem(),
      node_version: process.versions.node,
      is_desktop: parts.isDesktop,
      has_display: parts.hasDisplay,
      time_zone: parts.settings().time_zone || Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    ffmpeg: await describeFfmpeg(parts.ffmpeg),
    library: counts?.library ?? null,
    jobs: counts?.jobs ?? [],
    failures: {
      jobs: counts?.jobFailures ?? [],
      recordings: counts?.recordingFailures ?? [],
      log: parts.logErrors(),
    },
    settings: changedSettings(parts.settings()),
    models: counts?.models ?? [],
  };
}

/** A library that cannot be read is what such a report is for: the rest is told all the same. */
async function countAll({ db, models }: ReportParts) {
  try {
    const totals = await libraryTotals(db);
    return {
      library: {
        lessons: totals.lessons,
        trash: totals.trash,
        recorded_seconds: Math.round(totals.seconds),
        recordings_bytes: totals.bytes,
        by_status: await countLessonsByStatus(db),
      },
      jobs: await countJobsByKind(db),
      jobFailures: await countJobFailures(db),
      recordingFailures: await countRecordingFailures(db),
      models: (await models()).map(({ name, version, task, origin, state, is_used }) => ({
        name,
        version,
        task,
        origin,
        state,
        is_used,
      })),
    };
  } catch {
    // The look before this one has put it into the log.
    return undefined;
  }
}

/** Without the path: folders are named after people. */
async function describeFfmpeg(ffmpeg: () => Promise<Ffmpeg>): Promise<HealthReport['ffmpeg']> {
  try {
    const { version, origin, encoders } = await ffmpeg();
    return {
      version,
      origin,
      h264_encoder: encoders.h264 ?? null,
      aac_encoder: encoders.aac ?? null,
    };
  } catch {
    return null;
  }
}

/** Settings whose value is a text and says nothing about anybody. Numbers and switches say nothing by themselves. */
const harmlessTexts = new Set(['time_zone', 'language', 'appearance.theme', 'analysis.when']);
/** Names of people and classes, and whether the first steps were gone through. */
const leftOut = new Set(['profile', 'setup_done']);

export function changedSettings(settings: Settings): HealthReport['settings'] {
  return changesIn(settings, defaultSettings).filter(
    ({ name, value }) => typeof value !== 'string' || harmlessTexts.has(name),
  );
}

function changesIn(now: object, before: object, prefix = ''): HealthReport['settings'] {
  const defaults = new Map<string, unknown>(Object.entries(before));
  return Object.entries(now).flatMap(([key, value]: [string, unknown]): HealthReport['settings'] => {
    const name = `${prefix}${key}`;
    const original = defaults.get(key);
    if (leftOut.has(name) || JSON.stringify(value) === JSON.stringify(original)) return [];
    if (Array.isArray(value)) {
      const numbers = value.filter((one) => typeof one === 'number');
      return numbers.length === value.length ? [{ name, value: numbers }] : [];
    }
    if (typeof value === 'object' && value !== null) {
      return changesIn(value, typeof original === 'object' && original !== null ? original : {}, `${name}.`);
    }
    const isPlain =
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null;
    return isPlain ? [{ name, value }] : [];
  });
}
