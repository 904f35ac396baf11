/**
 * Do the rows and the files tell the same story? Run after start-up and by the doctor. `checkConsistency` only looks;
 * `repairConsistency` does what is safe without a person: it removes what nothing can ever use again, marks what is
 * missing, and has derived files made anew. It never removes a recording's row, since a disk may only be unplugged.
 */
import { AppError, assertNever } from '../base/app-error.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import {
  type StoredTake,
  listIdsWithError,
  listKnownRecordings,
  listPendingUploads,
  listReadyRenditions,
  listStoredTakes,
  recordingPages,
} from '../db/consistency.ts';
import type { Db } from '../db/database.ts';
import { deleteExport, listExportsOf } from '../db/exports.ts';
import { updateRecording, updateTake } from '../db/recordings.ts';
import { setRenditionState } from '../db/renditions.ts';
import { dropEvidence, listEvidence } from '../db/signals.ts';
import { listSlidePictures } from '../db/slides.ts';
import type { RenditionsTable } from '../db/tables.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import type { FileStore, ListedFile } from '../storage/file-store.ts';
import {
  evidenceKey,
  exportIdOf,
  exportKey,
  indexKey,
  isSlideKey,
  isUnfinishedKey,
  lessonPrefix,
  recordingIdOf,
  renditionTakeKey,
  signalsFileOf,
} from '../storage/lesson-keys.ts';

export type Finding =
  /** A take's row without its file. */
  | { kind: 'take_missing'; recordingId: string; seq: number; key: string }
  /** All files of a lesson that was marked as missing are back. */
  | { kind: 'media_returned'; recordingId: string }
  | {
      kind: 'take_size_differs';
      recordingId: string;
      seq: number;
      key: string;
      rowBytes: number;
      fileBytes: number;
    }
  | { kind: 'rendition_missing'; recordingId: string; name: RenditionsTable['name']; key: string }
  /** The file of an export whose row is gone. */
  | { kind: 'orphan_export'; recordingId: string; key: string }
  /** An export that was made and whose file is not there. */
  | { kind: 'export_missing'; recordingId: string; exportId: string }
  /** A file of a search for signals that no result shows. */
  | { kind: 'stale_evidence'; recordingId: string; key: string }
  /** A frame that signals rest on and that is not there. */
  | { kind: 'evidence_missing'; recordingId: string; name: string }
  /** A picture of a screen that no row names. */
  | { kind: 'stale_slide'; recordingId: string; key: string }
  /** A lesson with screens whose pictures are not there; the first of them. */
  | { kind: 'slide_missing'; recordingId: string; key: string }
  /** A note of an analysis that was interrupted long ago and never went on. */
  | { kind: 'stale_note'; recordingId: string; key: string }
  /** Files of a lesson that has no row. `newestMs`: when the last of them was written. */
  | { kind: 'orphan_files'; recordingId: string; sizeBytes: number; newestMs: number }
  /** Left by a program that was killed. */
  | { kind: 'stale_temp'; path: string; sizeBytes: number };

/** Nothing the program does keeps a temporary file, or a folder without a row, for so long. */
export const graceMs = 24 * 3_600_000;

type CheckParts = { db: Db; store: FileStore; clock: Clock };

export type CheckOptions = {
  /** Ends the looking early, with the signal's reason. */
  signal?: AbortSignal;
  /** Called after each group of lessons with how long it took (ms): lets others have a turn. */
  rest?: (tookMs: number) => Promise<void>;
};

/** Lessons that are looked at together; of a library of years no more than so many are in memory at once. */
const lessonsAtOnce = 100;

export async function checkConsistency(
  parts: CheckParts,
  { signal, rest }: CheckOptions = {},
): Promise<Finding[]> {
  let lastMs = performance.now();
  const breathe = async (): Promise<void> => {
    await rest?.(performance.now() - lastMs);
    lastMs = performance.now();
  };
  const findings: Finding[] = [];
  const orphans: Finding[] = [];
  const withFiles = new Set<number>();
  for await (const lessons of inGroups(lessonsWithFiles(parts.store, signal), lessonsAtOnce)) {
    // Files first: a lesson that begins meanwhile has its row before its files.
    const rows = await listKnownRecordings(parts.db, idsOf(lessons));
    const known = new Set(rows.map((row) => row.recording_id));
    for (const row of rows) withFiles.add(row.row_id);
    for (const { recordingId, files } of lessons) {
      if (known.has(recordingId)) continue;
      const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
      const newestMs = Math.max(...files.map(({ modifiedMs }) => modifiedMs));
      orphans.push({ kind: 'orphan_files', recordingId, sizeBytes, newestMs });
    }
    const kept = lessons.filter(({ recordingId }) => known.has(recordingId));
    if (kept.length > 0) findings.push(...(await checkLessons(parts, kept, signal)));
    await breathe();
  }
  for await (const rows of recordingPages(parts.db, lessonsAtOnce)) {
    const bare = rows
      .filter((row) => !withFiles.has(row.row_id))
      .map((row) => ({ recordingId: row.recording_id, files: [] }));
    if (bare.length > 0) findings.push(...(await checkLessons(parts, bare, signal)));
    await breathe();
  }
  return [...findings, ...orphans, ...(await checkTemps(parts))];
}

type LessonFiles = { recordingId: string; files: readonly ListedFile[] };

async function* lessonsWithFiles(store: FileStore, signal?: AbortSignal): AsyncGenerator<LessonFiles> {
  let recordingId: string | undefined;
  let files: ListedFile[] = [];
  for await (const file of store.list('lessons/')) {
    signal?.throwIfAborted();
    const id = recordingIdOf(file.key);
    if (id === undefined) continue;
    if (recordingId !== undefined && id !== recordingId) {
      yield { recordingId, files };
      files = [];
    }
    recordingId = id;
    files.push(file);
  }
  if (recordingId !== undefined) yield { recordingId, files };
}

async function* inGroups<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/** Of lessons that have a row. */
async function checkLessons(
  parts: CheckParts,
  lessons: readonly LessonFiles[],
  signal?: AbortSignal,
): Promise<Finding[]> {
  const takes = await listStoredTakes(parts.db, idsOf(lessons));
  const recorded = new Set(takes.map((take) => take.recording_id));
  return [
    ...(await checkTakes(parts, idsOf(lessons), takes, signal)),
    ...(await checkExports(parts, lessons)),
    ...(await checkEvidence(parts, lessons)),
    ...(await checkSlides(parts, lessons, recorded)),
    ...checkNotes(parts, lessons),
  ];
}

async function checkExports({ db, store }: CheckParts, lessons: readonly LessonFiles[]): Promise<Finding[]> {
  const rows = new Map((await listExportsOf(db, idsOf(lessons))).map((row) => [row.export_id, row]));
  const findings = lessons.flatMap(({ recordingId, files }) =>
    files.flatMap(({ key }): Finding[] => {
      const exportId = exportIdOf(key);
      return exportId === undefined || rows.has(exportId)
        ? []
        : [{ kind: 'orphan_export', recordingId, key }];
    }),
  );
  for (const { export_id: exportId, recording_id: recordingId, finished_at } of rows.values()) {
    if (finished_at === null || (await store.stat(exportKey(recordingId, exportId))) !== undefined) continue;
    findings.push({ kind: 'export_missing', recordingId, exportId });
  }
  return findings;
}

/**
 * As with evidence: a job that runs writes pictures before their rows.
 * @param recorded lessons with a take; in others no screens can be found anew
 */
async function checkSlides(
  { db, clock }: CheckParts,
  lessons: readonly LessonFiles[],
  recorded: ReadonlySet<string>,
): Promise<Finding[]> {
  const pictures = await listSlidePictures(db, idsOf(lessons));
  return lessons.flatMap(({ recordingId, files }): Finding[] => {
    const named = pictures.get(recordingId) ?? new Set();
    const slides = files.filter(({ key }) => isSlideKey(key));
    const stale = slides.flatMap(({ key, modifiedMs }): Finding[] =>
      named.has(key) || clock.now() - modifiedMs < graceMs ? [] : [{ kind: 'stale_slide', recordingId, key }],
    );
    const there = new Set(slides.map(({ key }) => key));
    const missing = recorded.has(recordingId) ? [...named].find((key) => !there.has(key)) : undefined;
    return missing === undefined ? stale : [...stale, { kind: 'slide_missing', recordingId, key: missing }];
  });
}

function checkNotes({ clock }: CheckParts, lessons: readonly LessonFiles[]): Finding[] {
  return lessons.flatMap(({ recordingId, files }) =>
    files.flatMap(({ key, modifiedMs }): Finding[] =>
      isUnfinishedKey(key) && clock.now() - modifiedMs >= graceMs
        ? [{ kind: 'stale_note', recordingId, key }]
        : [],
    ),
  );
}

/** A search that runs writes its frames before its result: only what has lain there for long is left over. */
async function checkEvidence({ db, clock }: CheckParts, lessons: readonly LessonFiles[]): Promise<Finding[]> {
  const evidence = await listEvidence(db, idsOf(lessons));
  return lessons.flatMap(({ recordingId, files }): Finding[] => {
    const shown = evidence.get(recordingId) ?? new Set();
    const frames = files.filter(({ key }) => signalsFileOf(key) !== undefined);
    const stale = frames.flatMap(({ key, modifiedMs }): Finding[] =>
      shown.has(signalsFileOf(key) ?? '') || clock.now() - modifiedMs < graceMs
        ? []
        : [{ kind: 'stale_evidence', recordingId, key }],
    );
    const there = new Set(frames.map(({ key }) => key));
    const missing = [...shown]
      .filter((name) => !there.has(evidenceKey(recordingId, name)))
      .map((name): Finding => ({ kind: 'evidence_missing', recordingId, name }));
    return [...stale, ...missing];
  });
}

async function checkTakes(
  { db, store }: CheckParts,
  ids: readonly string[],
  takes: readonly StoredTake[],
  signal?: AbortSignal,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const incomplete = new Set<string>();
  for (const { recording_id: recordingId, seq, file_key: key, size_bytes: rowBytes } of takes) {
    signal?.throwIfAborted();
    const info = await store.stat(key);
    if (info === undefined) {
      incomplete.add(recordingId);
      findings.push({ kind: 'take_missing', recordingId, seq, key });
    } else if (info.sizeBytes !== rowBytes) {
      findings.push({
        kind: 'take_size_differs',
        recordingId,
        seq,
        key,
        rowBytes,
        fileBytes: info.sizeBytes,
      });
    }
  }
  const takesOf = Map.groupBy(takes, (take) => take.recording_id);
  for (const recordingId of await listIdsWithError(db, 'media_missing', ids)) {
    if (takesOf.has(recordingId) && !incomplete.has(recordingId))
      findings.push({ kind: 'media_returned', recordingId });
  }
  for (const { recording_id: recordingId, name } of await listReadyRenditions(db, ids)) {
    signal?.throwIfAborted();
    for (const take of takesOf.get(recordingId) ?? []) {
      const key = renditionTakeKey(recordingId, name, take.seq);
      if ((await store.stat(key)) !== undefined) continue;
      findings.push({ kind: 'rendition_missing', recordingId, name, key });
      break;
    }
  }
  return findings;
}

function idsOf(lessons: readonly LessonFiles[]): string[] {
  return lessons.map(({ recordingId }) => recordingId);
}

async function checkTemps({ db, store, clock }: CheckParts): Promise<Finding[]> {
  const uploads = await listPendingUploads(db);
  const findings: Finding[] = [];
  for await (const file of store.tempFiles()) {
    if (uploads.has(file.path) || clock.now() - file.modifiedMs < graceMs) continue;
    findings.push({ kind: 'stale_temp', path: file.path, sizeBytes: file.sizeBytes });
  }
  return findings;
}

/** Files that are not there and were made from a lesson's takes. */
const madeFromLessons: ReadonlySet<Finding['kind']> = new Set([
  'export_missing',
  'evidence_missing',
  'slide_missing',
  'rendition_missing',
] as const);

/** @returns the findings that were dealt with; the others need a person, or time. */
export async function repairConsistency(
  parts: CheckParts & { log: Logger; jobs?: Pick<JobQueue, 'enqueue'> },
  findings: readonly Finding[],
): Promise<Finding[]> {
  const repaired: Finding[] = [];
  // Where not even the recordings are there, the disk may be unplugged: nothing is lost that was made from them.
  const unplugged = new Set(
    findings.flatMap((finding) => (finding.kind === 'take_missing' ? [finding.recordingId] : [])),
  );
  for (const finding of findings) {
    if (madeFromLessons.has(finding.kind) && 'recordingId' in finding && unplugged.has(finding.recordingId))
      continue;
    // A thousand of them must not keep requests waiting: SQLite answers without giving others a turn.
    await new Promise(setImmediate);
    try {
      if (await repair(parts, finding)) repaired.push(finding);
    } catch (error) {
      parts.log.warn({ err: error, finding }, 'an inconsistency could not be repaired');
    }
  }
  return repaired;
}

async function repair(
  { db, store, clock, jobs }: CheckParts & { jobs?: Pick<JobQueue, 'enqueue'> },
  finding: Finding,
): Promise<boolean> {
  switch (finding.kind) {
    case 'stale_temp':
      await store.removeTemp(finding.path);
      return true;
    case 'orphan_export':
    case 'stale_evidence':
      await store.remove(finding.key);
      return true;
    case 'export_missing':
      await deleteExport(db, finding.exportId);
      return true;
    case 'evidence_missing':
      // A search that ended while the check looked wrote its frames after the files were listed.
      if ((await store.stat(evidenceKey(finding.recordingId, finding.name))) !== undefined) return false;
      await dropEvidence(db, finding.recordingId, finding.name);
      return true;
    case 'orphan_files':
      if (clock.now() - finding.newestMs < graceMs) return false;
      await store.removePrefix(lessonPrefix(finding.recordingId));
      return true;
    case 'rendition_missing':
      await setRenditionState(db, finding, 'queued');
      await jobs?.enqueue('renditions', { recording_id: finding.recordingId });
      return true;
    case 'stale_slide':
    case 'stale_note':
      await store.remove(finding.key);
      return true;
    case 'slide_missing':
      // The screens are found anew: texts of pictures that are the same stay.
      await jobs?.enqueue('slides', { recording_id: finding.recordingId });
      return true;
    case 'take_missing': {
      const { code, message } = new AppError('media_missing');
      await updateRecording(db, finding.recordingId, { error_code: code, error_detail: message });
      return true;
    }
    case 'media_returned':
      await updateRecording(db, finding.recordingId, { error_code: null, error_detail: null });
      return true;
    case 'take_size_differs':
      // The index beside it was made for another length: it is made again from the file when it is next needed.
      await store.remove(indexKey(finding.key));
      await updateTake(
        db,
        { recordingId: finding.recordingId, seq: finding.seq },
        { size_bytes: finding.fileBytes },
      );
      return true;
    default:
      return assertNever(finding, 'finding');
  }
}
