/** What a run of the signals stage keeps about a lesson, and which frames it rests on. */
import type { LessonSignals } from '../../contract/analysis.ts';
import { readAnalysis, writeAnalysis } from './analyses.ts';
import type { Db } from './database.ts';

/** As the contract shows it, but for what only the reader knows; evidence is named by its file. */
export type StoredSignals = Omit<LessonSignals, 'enabled'>;

export async function readSignals(db: Db, recordingId: string): Promise<StoredSignals | undefined> {
  return (await readAnalysis(db, recordingId, 'signals'))?.result as StoredSignals | undefined;
}

/** Names of the evidence files that each lesson's result shows. */
export async function listEvidence(
  db: Db,
  recordingIds: readonly string[],
): Promise<Map<string, Set<string>>> {
  const rows = await db
    .selectFrom('analyses')
    .select(['recording_id', 'result'])
    .where('stage', '=', 'signals')
    .where('recording_id', 'in', recordingIds)
    .execute();
  return new Map(
    rows.map((row) => [row.recording_id, evidenceNames(JSON.parse(row.result) as StoredSignals)]),
  );
}

export function evidenceNames({ moments }: Pick<StoredSignals, 'moments'>): Set<string> {
  return new Set(moments.flatMap(({ evidence }) => evidence.map(({ image }) => image)));
}

/** Takes a frame whose file is gone out of the result; the moments stay. */
export async function dropEvidence(db: Db, recordingId: string, name: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const analysis = await readAnalysis(trx, recordingId, 'signals');
    if (analysis === undefined) return;
    const stored = analysis.result as StoredSignals;
    const moments = stored.moments.map((moment) => ({
      ...moment,
      evidence: moment.evidence.filter(({ image }) => image !== name),
    }));
    await writeAnalysis(trx, recordingId, { ...analysis, result: { ...stored, moments } });
  });
}
