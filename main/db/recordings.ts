/** Rows of running and finished recordings: what the recorder writes and start-up recovery reads. */
import type { Selectable, Updateable } from 'kysely';
import type { ErrorSummary } from '../../contract/errors.ts';
import type { Gap, RecordingStatus } from '../../contract/recording.ts';
import type { Db } from './database.ts';
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

export async function findRecording(db: Db, recordingId: string): Promise<RecordingRow | undefined> {
  return db.selectFrom('recordings').selectAll().where('recording_id', '=', recordingId).executeTakeFirst();
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

export async function listRecordingsOfSession(db: Db, sessionId: string): Promise<RecordingRow[]> {
  return db
    .selectFrom('recordings')
    .selectAll()
    .where('session_id', '=', sessionId)
    .where('deleted_at', 'is', null)
    .orderBy('created_at', 'desc')
    .execute();
}

export type RecordingPage = {
  status?: RecordingStatus | undefined;
  deleted: boolean;
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
    .orderBy('created_at', 'desc')
    .orderBy('recording_id')
    .limit(page.limit + 1);
  if (page.status !== undefined) query = query.where('status', '=', page.status);
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

export async function listTakes(db: Db, recordingId: string): Promise<TakeRow[]> {
  return db.selectFrom('takes').selectAll().where('recording_id', '=', recordingId).orderBy('seq').execute();
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

export async function listGaps(db: Db, recordingId: string): Promise<Gap[]> {
  return db
    .selectFrom('gaps')
    .select(['start_time', 'end_time', 'reason', 'position'])
    .where('recording_id', '=', recordingId)
    .orderBy('seq')
    .execute();
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

/** Bytes of all recordings and their renditions. */
export async function totalMediaBytes(db: Db): Promise<number> {
  const { recordings } = await db
    .selectFrom('recordings')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('size_bytes'), eb.val(0)).as('recordings'))
    .executeTakeFirstOrThrow();
  const { renditions } = await db
    .selectFrom('renditions')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('size_bytes'), eb.val(0)).as('renditions'))
    .executeTakeFirstOrThrow();
  return recordings + renditions;
}
