/** Rows of the files that were made to take away, with the state of the job that makes each. */
import type { Selectable } from 'kysely';
import type { Db } from './database.ts';
import type { ExportsTable, JobsTable } from './tables.ts';

export type ExportRow = Selectable<ExportsTable>;
/** The job's columns are null when the job has been taken off the list. */
export type ExportWithJob = ExportRow & {
  [Column in 'state' | 'progress' | 'error_code' | 'error_detail']: Selectable<JobsTable>[Column] | null;
};

/** Of lessons outside the trash. */
function visible(db: Db) {
  return db
    .selectFrom('exports')
    .innerJoin('recordings', (join) =>
      join
        .onRef('recordings.recording_id', '=', 'exports.recording_id')
        .on('recordings.deleted_at', 'is', null),
    )
    .leftJoin('jobs', 'jobs.job_id', 'exports.job_id')
    .selectAll('exports')
    .select(['jobs.state', 'jobs.progress', 'jobs.error_code', 'jobs.error_detail']);
}

export async function findExport(db: Db, exportId: string): Promise<ExportWithJob | undefined> {
  return visible(db).where('exports.export_id', '=', exportId).executeTakeFirst();
}

/** Newest first. @param page.before id of the last export that was shown */
export async function listExports(
  db: Db,
  page: { limit: number; before?: string | undefined; recordingId?: string | undefined },
): Promise<ExportWithJob[]> {
  const { limit, before, recordingId } = page;
  return visible(db)
    .$if(before !== undefined, (query) => query.where('exports.export_id', '<', before ?? ''))
    .$if(recordingId !== undefined, (query) => query.where('exports.recording_id', '=', recordingId ?? ''))
    .orderBy('exports.export_id', 'desc')
    .limit(limit)
    .execute();
}

export async function insertExport(db: Db, row: ExportRow): Promise<void> {
  await db.insertInto('exports').values(row).execute();
}

/** The file is there. @returns whether there still is such an export. */
export async function finishExport(
  db: Db,
  exportId: string,
  made: { size_bytes: number; finished_at: string },
): Promise<boolean> {
  const result = await db
    .updateTable('exports')
    .set(made)
    .where('export_id', '=', exportId)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** The row and its job's. */
export async function deleteExport(db: Db, exportId: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const gone = await trx
      .deleteFrom('exports')
      .where('export_id', '=', exportId)
      .returning('job_id')
      .executeTakeFirst();
    if (gone === undefined) return;
    await trx
      .deleteFrom('jobs')
      .where('job_id', '=', gone.job_id)
      .where('state', 'not in', ['queued', 'running'])
      .execute();
  });
}

/** Made, or given up, before the given time; of lessons in the trash too. */
export async function listExpiredExports(db: Db, before: string): Promise<ExportRow[]> {
  return db
    .selectFrom('exports')
    .leftJoin('jobs', 'jobs.job_id', 'exports.job_id')
    .selectAll('exports')
    .where((eb) =>
      eb.or([
        eb('exports.finished_at', '<', before),
        eb.and([
          eb('exports.finished_at', 'is', null),
          eb.or([eb('jobs.job_id', 'is', null), eb('jobs.finished_at', '<', before)]),
        ]),
      ]),
    )
    .execute();
}

/** What is still to be made, with the size and length (s) of its lesson. */
export async function listPendingExports(
  db: Db,
): Promise<{ start_time: number; end_time: number; size_bytes: number; duration_seconds: number }[]> {
  return db
    .selectFrom('exports')
    .innerJoin('jobs', 'jobs.job_id', 'exports.job_id')
    .innerJoin('recordings', 'recordings.recording_id', 'exports.recording_id')
    .where('jobs.state', 'in', ['queued', 'running'])
    .where('exports.finished_at', 'is', null)
    .select([
      'exports.start_time',
      'exports.end_time',
      'recordings.size_bytes',
      'recordings.duration_seconds',
    ])
    .execute();
}

/** Exports by id, for comparing rows with files. */
export async function listExportsOf(
  db: Db,
  recordingIds: readonly string[],
): Promise<Pick<ExportRow, 'export_id' | 'recording_id' | 'finished_at'>[]> {
  return db
    .selectFrom('exports')
    .select(['export_id', 'recording_id', 'finished_at'])
    .where('recording_id', 'in', recordingIds)
    .execute();
}
