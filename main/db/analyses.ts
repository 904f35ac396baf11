/** Rows of what is known about a lesson, one per stage of its analysis. */
import type { AnalysisStage, UsedModel } from '../../contract/analysis.ts';
import type { Db } from './database.ts';

export type AnalysisResult = {
  stage: AnalysisStage;
  /** Of the method that made it. */
  version: number;
  models: UsedModel[];
  /** As the stage stored it. */
  result: unknown;
  finishedAt: string;
};

export async function readAnalysis(
  db: Db,
  recordingId: string,
  stage: AnalysisStage,
): Promise<AnalysisResult | undefined> {
  const row = await db
    .selectFrom('analyses')
    .selectAll()
    .where('recording_id', '=', recordingId)
    .where('stage', '=', stage)
    .executeTakeFirst();
  return row === undefined ? undefined : toResult(row);
}

/** Without the results, which can be large. */
export async function listAnalyses(db: Db, recordingId: string): Promise<Omit<AnalysisResult, 'result'>[]> {
  const rows = await db
    .selectFrom('analyses')
    .select(['stage', 'version', 'models', 'finished_at'])
    .where('recording_id', '=', recordingId)
    .execute();
  return rows.map((row) => ({
    stage: row.stage,
    version: row.version,
    models: JSON.parse(row.models) as UsedModel[],
    finishedAt: row.finished_at,
  }));
}

/** In place of what an earlier run of the stage left. */
export async function writeAnalysis(db: Db, recordingId: string, analysis: AnalysisResult): Promise<void> {
  const { stage, version, finishedAt } = analysis;
  const models = JSON.stringify(analysis.models);
  const result = JSON.stringify(analysis.result);
  const row = { version, models, result, finished_at: finishedAt };
  await db
    .insertInto('analyses')
    .values({ recording_id: recordingId, stage, ...row })
    .onConflict((conflict) => conflict.columns(['recording_id', 'stage']).doUpdateSet(row))
    .execute();
}

export async function deleteAnalysis(db: Db, recordingId: string, stage: AnalysisStage): Promise<void> {
  await db
    .deleteFrom('analyses')
    .where('recording_id', '=', recordingId)
    .where('stage', '=', stage)
    .execute();
}

function toResult(row: {
  stage: AnalysisStage;
  version: number;
  models: string;
  result: string;
  finished_at: string;
}): AnalysisResult {
  return {
    stage: row.stage,
    version: row.version,
    models: JSON.parse(row.models) as UsedModel[],
    result: JSON.parse(row.result) as unknown,
    finishedAt: row.finished_at,
  };
}
