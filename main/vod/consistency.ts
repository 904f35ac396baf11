/**
 * Do the rows and the files tell the same story? Run after start-up and by the doctor. `checkConsistency` only looks;
 * `repairConsistency` does what is safe without a person: it removes what nothing can ever use again, marks what is
 * missing, and has derived files made anew. It never removes a recording's row, since a disk may only be unplugged.
 */
import { AppError, assertNever } from '../base/app-error.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import {
  listIdsWithError,
  listPendingUploads,
  listReadyRenditions,
  listRecordingIds,
  listStoredTakes,
} from '../db/consistency.ts';
import type { Db } from '../db/database.ts';
import { deleteExport, listAllExports } from '../db/exports.ts';
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

/** @param signal ends the looking early, with the signal's reason */
export async function checkConsistency(parts: CheckParts, signal?: AbortSignal): Promise<Finding[]> {
  // Files first: a lesson that begins meanwhile has its row before its files.
  const {
    folders: files,
    exportKeys,
    signalsFiles,
    slideFiles,
    notes,
  } = await filesByLesson(parts.store, signal);
  const rows = await listRecordingIds(parts.db);
  const orphans = [...files].flatMap(([recordingId, folder]): Finding[] =>
    rows.has(recordingId)
      ? []
      : [{ kind: 'orphan_files', recordingId, sizeBytes: folder.sizeBytes, newestMs: folder.newestMs }],
  );
  return [
    ...(await checkTakes(parts, signal)),
    ...(await checkExports(parts, exportKeys, rows)),
    ...(await checkEvidence(parts, signalsFiles, rows)),
    ...(await checkSlides(parts, slideFiles, rows)),
    ...checkNotes(parts, notes, rows),
    ...orphans,
    ...(await checkTemps(parts)),
  ];
}

type Folder = { sizeBytes: number; newestMs: number };

async function filesByLesson(
  store: FileStore,
  signal?: AbortSignal,
): Promise<{
  folders: Map<string, Folder>;
  exportKeys: string[];
  signalsFiles: ListedFile[];
  slideFiles: ListedFile[];
  notes: ListedFile[];
}> {
  const folders = new Map<string, Folder>();
  const exportKeys: string[] = [];
  const signalsFiles: ListedFile[] = [];
  const slideFiles: ListedFile[] = [];
  const notes: ListedFile[] = [];
  for await (const file of store.list('lessons/')) {
    signal?.throwIfAborted();
    const recordingId = recordingIdOf(file.key);
    if (recordingId === undefined) continue;
    if (exportIdOf(file.key) !== undefined) exportKeys.push(file.key);
    if (signalsFileOf(file.key) !== undefined) signalsFiles.push(file);
    if (isSlideKey(file.key)) slideFiles.push(file);
    if (isUnfinishedKey(file.key)) notes.push(file);
    const folder = folders.get(recordingId) ?? { sizeBytes: 0, newestMs: 0 };
    folder.sizeBytes += file.sizeBytes;
    folder.newestMs = Math.max(folder.newestMs, file.modifiedMs);
    folders.set(recordingId, folder);
  }
  return { folders, exportKeys, signalsFiles, slideFiles, notes };
}

/** Of lessons without a row the whole folder is found. */
async function checkExports(
  { db, store }: CheckParts,
  keys: readonly string[],
  lessons: ReadonlySet<string>,
): Promise<Finding[]> {
  const rows = new Map((await listAllExports(db)).map((row) => [row.export_id, row]));
  const findings: Finding[] = [];
  for (const key of keys) {
    const recordingId = recordingIdOf(key);
    if (recordingId === undefined || !lessons.has(recordingId) || rows.has(exportIdOf(key) ?? '')) continue;
    findings.push({ kind: 'orphan_export', recordingId, key });
  }
  for (const { export_id: exportId, recording_id: recordingId, finished_at } of rows.values()) {
    if (finished_at === null || (await store.stat(exportKey(recordingId, exportId))) !== undefined) continue;
    findings.push({ kind: 'export_missing', recordingId, exportId });
  }
  return findings;
}

/** As with evidence: a job that runs writes pictures before their rows. */
async function checkSlides(
  { db, clock }: CheckParts,
  files: readonly ListedFile[],
  lessons: ReadonlySet<string>,
): Promise<Finding[]> {
  const named = await listSlidePictures(db);
  const stale = files.flatMap(({ key, modifiedMs }): Finding[] => {
    const recordingId = recordingIdOf(key);
    if (recordingId === undefined || !lessons.has(recordingId)) return [];
    const isNamed = named.get(recordingId)?.has(key) === true;
    return isNamed || clock.now() - modifiedMs < graceMs ? [] : [{ kind: 'stale_slide', recordingId, key }];
  });
  const there = new Set(files.map(({ key }) => key));
  const missing = [...named].flatMap(([recordingId, keys]): Finding[] => {
    const key = [...keys].find((one) => !there.has(one));
    return key === undefined ? [] : [{ kind: 'slide_missing', recordingId, key }];
  });
  return [...stale, ...missing];
}

function checkNotes(
  { clock }: CheckParts,
  files: readonly ListedFile[],
  lessons: ReadonlySet<string>,
): Finding[] {
  return files.flatMap(({ key, modifiedMs }): Finding[] => {
    const recordingId = recordingIdOf(key);
    if (recordingId === undefined || !lessons.has(recordingId)) return [];
    return clock.now() - modifiedMs < graceMs ? [] : [{ kind: 'stale_note', recordingId, key }];
  });
}

/** A search that runs writes its frames before its result: only what has lain there for long is left over. */
async function checkEvidence(
  { db, clock }: CheckParts,
  files: readonly ListedFile[],
  lessons: ReadonlySet<string>,
): Promise<Finding[]> {
  const shown = await listEvidence(db);
  const stale = files.flatMap(({ key, modifiedMs }): Finding[] => {
    const recordingId = recordingIdOf(key);
    if (recordingId === undefined || !lessons.has(recordingId)) return [];
    const isShown = shown.get(recordingId)?.has(signalsFileOf(key) ?? '') === true;
    return isShown || clock.now() - modifiedMs < graceMs
      ? []
      : [{ kind: 'stale_evidence', recordingId, key }];
  });
  const there = new Set(files.map(({ key }) => key));
  const missing = [...shown].flatMap(([recordingId, names]) =>
    [...names]
      .filter((name) => !there.has(evidenceKey(recordingId, name)))
      .map((name): Finding => ({ kind: 'evidence_missing', recordingId, name })),
  );
  return [...stale, ...missing];
}

async function checkTakes({ db, store }: CheckParts, signal?: AbortSignal): Promise<Finding[]> {
  const findings: Finding[] = [];
  const takes = await listStoredTakes(db);
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
  for (const recordingId of await listIdsWithError(db, 'media_missing')) {
    if (takesOf.has(recordingId) && !incomplete.has(recordingId))
      findings.push({ kind: 'media_returned', recordingId });
  }
  for (const { recording_id: recordingId, name } of await listReadyRenditions(db)) {
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
