/**
 * How the recorder is, part by part. A part says what it is by a stable code; its state follows from the code, its facts
 * are numbers. Words for people are made of both (health-words.ts), so that other systems can match on codes.
 */
import { z } from 'zod';
import { modelTasks } from './analysis.ts';
import { errorCodeSchema } from './errors.ts';
import { jobKindSchema, jobStateSchema } from './jobs.ts';
import { recordingStatusSchema } from './recording.ts';

/** `attention`: works, somebody should look; `trouble`: does not do what it is for; `off`: nobody asked for it. */
export const healthStates = ['ok', 'attention', 'trouble', 'off'] as const;
export const healthStateSchema = z.enum(healthStates);
export type HealthState = z.infer<typeof healthStateSchema>;

/** Every code with the state it stands for, by part, in the order in which people care. */
export const healthCodes = {
  recording: {
    recording_idle: 'ok',
    recording_running: 'ok',
    /** An alarm is active: black picture, silence, little room … */
    recording_alarm: 'attention',
    /** A lesson that should be recorded gets no data. */
    recording_no_data: 'trouble',
  },
  storage: {
    storage_ok: 'ok',
    storage_low: 'attention',
    /** Below `recording.min_free_minutes`: no recording may begin. */
    storage_no_start: 'trouble',
    /** Below `recording.stop_free_minutes`: running recordings are stopped. */
    storage_full: 'trouble',
    storage_unreachable: 'trouble',
  },
  /** Whether the disk of the lessons keeps what is written to it. */
  volume: {
    volume_ok: 'ok',
    /** Software is there that sets the system's drive back at each start; which folders it leaves alone is not known. */
    volume_may_reset: 'attention',
    /** Everything is gone after a restart. */
    volume_resets: 'trouble',
  },
  backup: {
    /** Not made by the clock. */
    backup_off: 'off',
    backup_ok: 'ok',
    backup_never: 'attention',
    /** None was made and checked for two days. */
    backup_late: 'attention',
    backup_failed: 'attention',
  },
  ffmpeg: { ffmpeg_ok: 'ok', ffmpeg_encoder_missing: 'attention', ffmpeg_missing: 'trouble' },
  watches: {
    watches_none: 'off',
    watches_waiting: 'ok',
    watches_recording: 'ok',
    /** Within its hours, and not looked at for minutes. */
    watches_late: 'attention',
    /** What should be recorded by itself could not be. */
    watches_failing: 'trouble',
  },
  library: { library_ok: 'ok', library_media_missing: 'attention' },
  database: { database_ok: 'ok', database_wal_large: 'attention', database_unreadable: 'trouble' },
  jobs: { jobs_idle: 'ok', jobs_working: 'ok', jobs_behind: 'attention', jobs_failed: 'attention' },
  analysis: {
    analysis_ok: 'ok',
    analysis_off: 'off',
    analysis_models_missing: 'attention',
    analysis_models_damaged: 'attention',
  },
  clock: { clock_ok: 'ok', clock_set: 'attention', clock_behind: 'attention' },
  core: { core_ok: 'ok', core_slow: 'attention', core_memory_high: 'attention' },
  restart: { restart_ok: 'ok', restart_recovered: 'ok', restart_not_recovered: 'attention' },
} as const satisfies Record<string, Record<string, HealthState>>;

export type HealthPartName = keyof typeof healthCodes;
export const healthParts = Object.keys(healthCodes) as HealthPartName[];
export type HealthCodeOf<P extends HealthPartName> = keyof (typeof healthCodes)[P] & string;
export type HealthCode = { [P in HealthPartName]: HealthCodeOf<P> }[HealthPartName];

const count = z.int().min(0);
const amount = z.number().min(0);

/** Why what is written to a volume is gone after a restart, or may be. */
export const volumeReasonSchema = z.enum([
  'none',
  'memory',
  'overlay',
  'container',
  'write_filter',
  'deep_freeze',
  'shadow_defender',
  'reboot_restore',
]);
export type VolumeReason = z.infer<typeof volumeReasonSchema>;

/** What each part counts and measures; null: not known. */
export const healthFacts = {
  recording: z.object({
    running: count,
    paused: count,
    alarms: count,
    /** Of the live source that has been quiet longest. */
    data_age_seconds: amount.nullable(),
  }),
  storage: z.object({
    free_bytes: amount,
    total_bytes: amount,
    /** At the expected bitrate. */
    free_minutes: amount,
    needed_minutes: amount,
    stop_minutes: amount,
  }),
  volume: z.object({ reason: volumeReasonSchema }),
  backup: z.object({
    /** Since the last one that was opened and checked. */
    age_seconds: amount.nullable(),
    /** Why the last one failed; null: it did not. */
    failure: errorCodeSchema.nullable(),
  }),
  ffmpeg: z.object({ version: z.string().nullable() }),
  watches: z.object({
    /** Switched on. */
    rules: count,
    /** Within their hours now. */
    open: count,
    recording: count,
    failing: count,
  }),
  library: z.object({ missing: count }),
  database: z.object({
    size_bytes: amount,
    /** Of the log's file, which keeps its size when it has been put in order. */
    wal_bytes: amount,
    /** Of the log, what has not been put in order yet. */
    pending_bytes: amount,
  }),
  jobs: z.object({
    queued: count,
    running: count,
    /** Within the last 24 hours, and still on the list. */
    failed: count,
    oldest_queued_seconds: amount.nullable(),
  }),
  analysis: z.object({ installed: count, missing: count, damaged: count }),
  clock: z.object({
    /** The largest step by which the PC's clock was set in the last 24 hours; negative: back. */
    set_seconds: z.number().nullable(),
    /** How far the newest lesson lies in the future. */
    behind_seconds: amount,
  }),
  core: z.object({
    rss_bytes: amount,
    /** By how much 99 of 100 turns of the event loop were late at most, over the last minute. */
    delay_p99_ms: amount.nullable(),
  }),
  restart: z.object({
    uptime_seconds: amount,
    /** Interrupted lessons that were finished at start-up … */
    recovered: count,
    /** … that go on being recorded … */
    resumed: count,
    /** … and that could not be. */
    failed: count,
  }),
} as const satisfies Record<HealthPartName, z.ZodType>;
export type HealthFacts<P extends HealthPartName = HealthPartName> = z.infer<(typeof healthFacts)[P]>;

function partSchema<P extends HealthPartName>(part: P) {
  const codes = Object.keys(healthCodes[part]) as [HealthCodeOf<P>, ...HealthCodeOf<P>[]];
  return z.object({
    part: z.literal(part),
    state: healthStateSchema,
    code: z.enum(codes),
    facts: healthFacts[part],
  });
}
export const healthPartSchema = z.discriminatedUnion('part', [
  partSchema('recording'),
  partSchema('storage'),
  partSchema('volume'),
  partSchema('backup'),
  partSchema('ffmpeg'),
  partSchema('watches'),
  partSchema('library'),
  partSchema('database'),
  partSchema('jobs'),
  partSchema('analysis'),
  partSchema('clock'),
  partSchema('core'),
  partSchema('restart'),
]);
export type HealthPart = z.infer<typeof healthPartSchema>;

export const systemHealthReplySchema = z.object({
  /** The worst of the parts; what is off counts as ok. */
  overall: z.enum(['ok', 'attention', 'trouble']),
  checked_at: z.string(),
  parts: z.array(healthPartSchema),
});
export type SystemHealth = z.infer<typeof systemHealthReplySchema>;

/** @param code of `part` */
export function healthStateOf<P extends HealthPartName>(part: P, code: HealthCodeOf<P>): HealthState {
  return (healthCodes[part] as Record<string, HealthState>)[code] ?? 'trouble';
}

const gravity: Record<HealthState, number> = { off: 0, ok: 0, attention: 1, trouble: 2 };

export function worstOf(parts: readonly { state: HealthState }[]): SystemHealth['overall'] {
  const worst = Math.max(0, ...parts.map(({ state }) => gravity[state]));
  return (['ok', 'attention', 'trouble'] as const)[worst] ?? 'trouble';
}

export const healthReportQuerySchema = z.object({
  /** Default: the setting. */
  lang: z.enum(['ko', 'en']).optional(),
  format: z.enum(['html', 'json']).default('html'),
});

const failureCountSchema = z.object({ code: z.string(), count, last_at: z.string() });

/** For whoever looks after the recorder: no name, title, session, address, folder or token is in it. */
export const healthReportSchema = z.object({
  product: z.literal('AIRClass Recorder'),
  version: z.string(),
  made_at: z.string(),
  health: systemHealthReplySchema,
  machine: z.object({
    platform: z.string(),
    release: z.string(),
    arch: z.string(),
    cores: count,
    memory_bytes: amount,
    node_version: z.string(),
    is_desktop: z.boolean(),
    has_display: z.boolean(),
    time_zone: z.string(),
  }),
  ffmpeg: z
    .object({
      version: z.string(),
      origin: z.string(),
      h264_encoder: z.string().nullable(),
      aac_encoder: z.string().nullable(),
    })
    .nullable(),
  /** null: it cannot be read. */
  library: z
    .object({
      lessons: count,
      trash: count,
      recorded_seconds: amount,
      recordings_bytes: amount,
      by_status: z.array(z.object({ status: recordingStatusSchema, count })),
    })
    .nullable(),
  jobs: z.array(z.object({ kind: jobKindSchema, state: jobStateSchema, count })),
  failures: z.object({
    jobs: z.array(failureCountSchema.extend({ code: errorCodeSchema, kind: jobKindSchema })),
    recordings: z.array(failureCountSchema.extend({ code: errorCodeSchema })),
    /** Lines of the log at level `error` since the start, by the error's code. */
    log: z.array(failureCountSchema),
  }),
  /** What was changed, as far as it says nothing about anybody. */
  settings: z.array(
    z.object({
      name: z.string(),
      value: z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.number())]),
    }),
  ),
  models: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      task: z.enum(modelTasks),
      origin: z.enum(['built_in', 'pack']),
      state: z.string(),
      is_used: z.boolean(),
    }),
  ),
});
export type HealthReport = z.infer<typeof healthReportSchema>;
