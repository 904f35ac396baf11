/**
 * What start-up does with lessons that a killed program left unfinished. Leftover processes have been ended before
 * (process-reaper.ts), so nobody writes these files. Each lesson is looked at by itself: one bad file never hides the
 * others. Whole fragments are trusted, the last segment is decoded to be sure, a torn tail is cut; nothing else is
 * ever removed.
 */
import { open, rename, stat, truncate } from 'node:fs/promises';
import type { ErrorSummary } from '../../contract/errors.ts';
import { systemErrorCode, toErrorSummary } from '../base/app-error.ts';
import { isoTime } from '../base/clock.ts';
import {
  type RecordingRow,
  type TakeRow,
  deleteTake,
  listGaps,
  listTakes,
  listUnfinished,
  updateRecording,
  updateTake,
} from '../db/recordings.ts';
import { Fmp4Indexer, type TakeIndex, indexFile, pollFile, readFrom } from '../media/fmp4-index.ts';
import { truncateTornTail } from '../media/fmp4-repair.ts';
import { segmentCheckArguments } from '../media/segment-check.ts';
import { parseStreamUrl } from '../media/stream-url.ts';
import { finishRecording } from './finish-recording.ts';
import { LiveRecording } from './live-recording.ts';
import type { RecorderParts } from './recorder-parts.ts';

export type RecoveryReport = {
  recovered: string[];
  /** Lessons that go on being recorded. */
  resumed: LiveRecording[];
  failed: { recordingId: string; error: ErrorSummary }[];
};

/** Looks at every unfinished lesson. Never throws for a single lesson. */
export async function recoverInterrupted(parts: RecorderParts): Promise<RecoveryReport> {
  const report: RecoveryReport = { recovered: [], resumed: [], failed: [] };
  for (const row of await listUnfinished(parts.db)) {
    const log = parts.log.child({ recordingId: row.recording_id });
    try {
      await updateRecording(parts.db, row.recording_id, { status: 'interrupted' });
      for (const take of await listTakes(parts.db, row.recording_id)) await recoverTake(parts, take);
      const live = await resume(parts, row);
      if (live !== undefined) {
        report.resumed.push(live);
        log.info({}, 'recording goes on after a restart');
        continue;
      }
      const error = errorOfInterruption(row);
      const status = await finishRecording(parts, row.recording_id, error);
      report.recovered.push(row.recording_id);
      log.info({ status }, 'interrupted recording recovered');
    } catch (error) {
      log.error({ err: error }, 'interrupted recording could not be recovered');
      report.failed.push({ recordingId: row.recording_id, error: toErrorSummary(error) });
    }
  }
  return report;
}

function errorOfInterruption(row: RecordingRow): ErrorSummary | undefined {
  if (row.error_code !== null) return { code: row.error_code, detail: row.error_detail ?? '' };
  return undefined;
}

/** Brings a take's row and index in line with what its file really holds. */
async function recoverTake(parts: RecorderParts, take: TakeRow): Promise<void> {
  const key = { recordingId: take.recording_id, seq: take.seq };
  const file = parts.store.localPath(take.file_key);
  if (take.state === 'complete' && (await sizeOf(file)) === take.size_bytes) return;
  const index = await wholeFragments(parts, file);
  if (index === undefined) {
    // Nothing that could be played. What is there is kept under another name for someone to look at.
    const size = await sizeOf(file);
    if (size !== undefined && size > 0) await rename(file, `${file}.damaged`);
    await deleteTake(parts.db, key);
    parts.log.warn({ ...key, size }, 'take without a playable fragment set aside');
    return;
  }
  const { snapshot } = await reindex(file);
  await parts.takeIndexes.save(take.file_key, snapshot);
  const takes = await listTakes(parts.db, take.recording_id);
  const startTime = takes
    .filter((other) => other.seq < take.seq)
    .reduce((sum, other) => sum + other.duration_seconds, 0);
  await updateTake(parts.db, key, {
    state: 'complete',
    start_time: startTime,
    duration_seconds: index.durationSec,
    size_bytes: index.sizeBytes,
    ended_at: isoTime(Date.parse(take.started_at) + index.durationSec * 1000),
  });
}

/** Fragments at the end that a power cut may have left with their boxes but without their media. */
const mostSuspectFragments = 4;

/** Cuts a torn tail, and fragments at the end that do not decode if what is before them does. */
async function wholeFragments(parts: RecorderParts, file: string): Promise<TakeIndex | undefined> {
  if ((await sizeOf(file)) === undefined) return undefined;
  await truncateTornTail(file);
  const index = await indexFile(file);
  const segment = index?.segments.at(-1);
  if (index === undefined || segment === undefined) return index;
  const ends = [index.sizeBytes, ...(await fragmentStarts(file)).toReversed()].filter(
    (end) => end > segment.offset,
  );
  for (const end of ends.slice(0, mostSuspectFragments + 1)) {
    if (!(await decodes(parts, file, index.init, { from: segment.offset, to: end }))) continue;
    if (end === index.sizeBytes) return index;
    parts.log.warn({ cutBytes: index.sizeBytes - end }, 'end of a take does not decode: cut');
    await truncate(file, end);
    return indexFile(file);
  }
  // Nothing of the segment decodes cleanly: a faulty source, not a torn write. Players cope better than we could.
  return index;
}

async function decodes(
  parts: RecorderParts,
  file: string,
  init: TakeIndex['init'],
  range: { from: number; to: number },
): Promise<boolean> {
  await using handle = await open(file, 'r');
  const bytes = Buffer.alloc(init.size + range.to - range.from);
  await handle.read(bytes, 0, init.size, init.offset);
  await handle.read(bytes, init.size, range.to - range.from, range.from);
  const { path } = await parts.ffmpeg();
  const result = await parts.runner.run({
    command: path,
    args: segmentCheckArguments,
    purpose: 'recovery check',
    stdin: bytes,
    timeoutMs: 30_000,
  });
  return result.exit.exitCode === 0;
}

/** Offsets of all fragments, first to last. */
async function fragmentStarts(file: string): Promise<number[]> {
  await using handle = await open(file, 'r');
  const { size } = await handle.stat();
  const starts: number[] = [];
  const readAt = readFrom(handle);
  await new Fmp4Indexer().poll(async (offset, length) => {
    const bytes = await readAt(offset, length);
    if (bytes.toString('latin1', 4, 8) === 'moof' && offset !== starts.at(-1)) starts.push(offset);
    return bytes;
  }, size);
  return starts;
}

async function reindex(file: string): Promise<{ snapshot: ReturnType<Fmp4Indexer['snapshot']> }> {
  await using handle = await open(file, 'r');
  const indexer = new Fmp4Indexer();
  await pollFile(indexer, handle);
  return { snapshot: indexer.snapshot() };
}

/** A lesson that ran a short while ago goes on: the class is probably still there. */
async function resume(parts: RecorderParts, row: RecordingRow): Promise<LiveRecording | undefined> {
  const minutes = parts.settings().recording.resume_after_restart_minutes;
  const lastSignOfLife = row.last_data_at ?? row.created_at;
  const isRecent = parts.clock.now() - Date.parse(lastSignOfLife) < minutes * 60_000;
  if (!isRecent || row.source_sealed === null || row.status === 'stopping' || row.deleted_at !== null) {
    return undefined;
  }
  const takes = await listTakes(parts.db, row.recording_id);
  const gaps = await listGaps(parts.db, row.recording_id);
  const isPaused = row.status === 'paused';
  await updateRecording(parts.db, row.recording_id, { status: isPaused ? 'paused' : 'reconnecting' });
  return new LiveRecording(parts, {
    recordingId: row.recording_id,
    sessionId: row.session_id,
    source: parseStreamUrl(parts.secrets.open(row.source_sealed), {
      platform: process.platform,
      display: parts.display,
    }),
    maxDurationSec: row.max_duration_seconds,
    startedAtMs: row.started_at === null ? undefined : Date.parse(row.started_at),
    takes,
    gapCount: gaps.length,
    reconnects: row.reconnects,
    isTest: row.is_test === 1,
    isResumed: true,
    isPaused,
  });
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
