/** Rows of running and finished recordings: what the recorder writes and start-up recovery reads. */
import { type Selectable, type Updateable, sql } from 'kysely';
import type { ErrorSummary } from '../../contract/errors.ts';
import type { Gap, RecordingStatus } from '../../contract/recording.ts';
import type { Db } from './database.ts';
import { keepQuery } from './kept-query.ts';
import type { RecordingsTable, TakesTable } from './tables.ts';

export type RecordingRow = Selectable<RecordingsTable>;
export type TakeRow = Selectable<TakesTable>;
export type NewRecording = Pick<
  RecordingRow,
  | 'recording_id'
  | 'session_id'
  | 'title'
  | 'description'
  | 'teacher_id'
  | 'teacher_name'
  | 'class_name'
  | 'subject'
  | 'session_date'
  | 'protocol'
  | 'source_url'
  | 'source_sealed'
  | 'max_duration_seconds'
  | 'is_test'
  | 'created_at'
>;

const runningStatuses: RecordingStatus[] = ['starting', 'recording', 'reconnecting', 'paused', 'stopping'];

export async function insertRecording(db: Db, recording: NewRecording): Promise<void> {
  await db
    .insertInto('recordings')
    .values({
      ...recording,
      status: 'starting',
      origin: 'live',
      duration_seconds: 0,
      size_bytes: 0,
      bitrate_kbps: 0,
      reconnects: 0,
    })
    .execute();
}

const recordingById = keepQuery((db, recordingId: string) =>
  db.selectFrom('recordings').selectAll().where('recording_id', '=', recordingId),
);

export async function findRecording(db: Db, recordingId: string): Promise<RecordingRow | undefined> {
  return (await recordingById(db, recordingId))[0];
}

export async function updateRecording(
  db: Db,
  recordingId: string,
  change: Updateable<RecordingsTable>,
): Promise<void> {
  await db.updateTable('recordings').set(change).where('recording_id', '=', recordingId).execute();
}

/** The session's recording that has not been stopped, if any. */
export async function findRunningOfSession(db: Db, sessionId: string): Promise<RecordingRow | undefined> {
  return db
    .selectFrom('recordings')
    .selectAll()
    .where('session_id', '=', sessionId)
    .where('status', 'in', runningStatuses)
    .executeTakeFirst();
}

/** What a previous run of the program left unfinished, oldest first. */
export async function listUnfinished(db: Db): Promise<RecordingRow[]> {
  return db
    .selectFrom('recordings')
    .selectAll()
    .where('status', '<>', 'ready')
    .where('status', 'in', [...runningStatuses, 'interrupted'])
    .where('origin', '=', 'live')
    .orderBy('created_at')
    .execute();
}

export type ListedRecording = Pick<
  RecordingRow,
  'recording_id' | 'status' | 'created_at' | 'duration_seconds' | 'size_bytes'
>;

const recordingsOfSession = keepQuery((db, sessionId: string) =>
  db
    .selectFrom('recordings')
    .select(['recording_id', 'status', 'created_at', 'duration_seconds', 'size_bytes'])
    .where('session_id', '=', sessionId)
    .where('deleted_at', 'is', null)
    .where('is_test', '=', 0)
    .orderBy('created_at', 'desc'),
);

export async function listRecordingsOfSession(db: Db, sessionId: string): Promise<ListedRecording[]> {
  return recordingsOfSession(db, sessionId);
}

export type RecordingPage = {
  status?: RecordingStatus | undefined;
  /** Those that run, or all others. */
  isActive?: boolean | undefined;
  deleted: boolean;
  /** Test recordings, and no others. */
  isTest: boolean;
  limit: number;
  /** Rows created before this one. */
  before?: { created_at: string; recording_id: string } | undefined;
};

/** Newest first; one row more than `limit` when there is a next page. */
export async function listRecordings(db: Db, page: RecordingPage): Promise<RecordingRow[]> {
  let query = db
    .selectFrom('recordings')
    .selectAll()
    .where('deleted_at', page.deleted ? 'is not' : 'is', null)
    .where('is_test', '=', page.isTest ? 1 : 0)
    .orderBy('created_at', 'desc')
    .orderBy('recording_id')
    .limit(page.limit + 1);
  if (page.status !== undefined) query = query.where('status', '=', page.status);
  if (page.isActive === true) {
    // The first condition names the index of the few that are not ready.
    query = query.where('status', '<>', 'ready').where('status', 'in', runningStatuses);
  } else if (page.isActive === false) query = query.where('status', 'not in', runningStatuses);
  if (page.before !== undefined) {
    const { created_at, recording_id } = page.before;
    query = query.where((eb) =>
      eb.or([
        eb('created_at', '<', created_at),
        eb.and([eb('created_at', '=', created_at), eb('recording_id', '>', recording_id)]),
      ]),
    );
  }
  return query.execute();
}

const takesOf = keepQuery((db, recordingId: string) =>
  db.selectFrom('takes').selectAll().where('recording_id', '=', recordingId).orderBy('seq'),
);

export async function listTakes(db: Db, recordingId: string): Promise<TakeRow[]> {
  return takesOf(db, recordingId);
}

export async function insertTake(db: Db, take: TakeRow): Promise<void> {
  await db.insertInto('takes').values(take).execute();
}

export async function updateTake(
  db: Db,
  take: { recordingId: string; seq: number },
  change: Updateable<TakesTable>,
): Promise<void> {
  await db
    .updateTable('takes')
    .set(change)
    .where('recording_id', '=', take.recordingId)
    .where('seq', '=', take.seq)
    .execute();
}

export async function deleteTake(db: Db, take: { recordingId: string; seq: number }): Promise<void> {
  await db
    .deleteFrom('takes')
    .where('recording_id', '=', take.recordingId)
    .where('seq', '=', take.seq)
    .execute();
}

const gapsOf = keepQuery((db, recordingId: string) =>
  db
    .selectFrom('gaps')
    .select(['start_time', 'end_time', 'reason', 'position'])
    .where('recording_id', '=', recordingId)
    .orderBy('seq'),
);

export async function listGaps(db: Db, recordingId: string): Promise<Gap[]> {
  return gapsOf(db, recordingId);
}

export async function insertGap(db: Db, recordingId: string, seq: number, gap: Gap): Promise<void> {
  await db
    .insertInto('gaps')
    .values({ recording_id: recordingId, seq, ...gap })
    .execute();
}

/** The error columns of a row as the contract shows them. */
export function errorOf(row: Pick<RecordingRow, 'error_code' | 'error_detail'>): ErrorSummary | undefined {
  return row.error_code === null ? undefined : { code: row.error_code, detail: row.error_detail ?? '' };
}

export type LibraryTotals = {
  /** Outside the trash, without test recordings. */
  lessons: number;
  trash: number;
  /** Seconds of all `lessons`. */
  seconds: number;
  /** Of all recordings and their renditions. */
  bytes: number;
};

/** Read from an index alone: some 10 ms for 100,000 lessons. */
export async function libraryTotals(db: Db): Promise<LibraryTotals> {
  const { rows } = await sql<LibraryTotals>`
    SELECT coalesce(sum(deleted_at IS NULL AND is_test = 0), 0) AS lessons,
      coalesce(sum(deleted_at IS NOT NULL AND is_test = 0), 0) AS trash,
      coalesce(sum(iif(deleted_at IS NULL AND is_test = 0, duration_seconds, 0)), 0) AS seconds,
      coalesce(sum(size_bytes), 0) + (SELECT coalesce(sum(size_bytes), 0) FROM renditions) AS bytes
    FROM recordings`.execute(db);
  return rows[0] ?? { lessons: 0, trash: 0, seconds: 0, bytes: 0 };
}
