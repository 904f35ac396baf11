import { afterEach, beforeEach, expect, it } from 'vitest';
import { addLesson } from '../testing/lesson-rows.ts';
import {
  type AnalysisResult,
  deleteAnalysis,
  listAnalyses,
  readAnalysis,
  writeAnalysis,
} from './analyses.ts';
import { type OpenDatabase, openDatabase } from './database.ts';

let database: OpenDatabase;
let id: string;
beforeEach(async () => {
  database = openDatabase(':memory:');
  id = await addLesson(database.db, {});
});
afterEach(() => database.close());

const speech: AnalysisResult = {
  stage: 'speech',
  version: 1,
  models: [{ name: 'silero-vad', version: '6' }],
  result: { spans: [{ start_time: 1, end_time: 2.5 }], title: '한국어' },
  finishedAt: '2026-03-02T00:00:00.000Z',
};

it('gives a result back as it was written', async () => {
  await writeAnalysis(database.db, id, speech);
  expect(await readAnalysis(database.db, id, 'speech')).toEqual(speech);
  expect(await readAnalysis(database.db, id, 'slides')).toBeUndefined();
});

it('keeps the newest result of a stage', async () => {
  await writeAnalysis(database.db, id, speech);
  const again = { ...speech, version: 2, models: [], result: null, finishedAt: '2026-03-03T00:00:00.000Z' };
  await writeAnalysis(database.db, id, again);
  expect(await readAnalysis(database.db, id, 'speech')).toEqual(again);
  expect(await listAnalyses(database.db, id)).toHaveLength(1);
});

it('lists stages without their results, of one lesson', async () => {
  const other = await addLesson(database.db, {});
  await writeAnalysis(database.db, id, speech);
  await writeAnalysis(database.db, id, { ...speech, stage: 'slides', models: [] });
  await writeAnalysis(database.db, other, speech);
  const { result: _result, ...shown } = speech;
  const listed = await listAnalyses(database.db, id);
  expect(listed.toSorted((left, right) => right.stage.localeCompare(left.stage))).toEqual([
    shown,
    { ...shown, stage: 'slides', models: [] },
  ]);
});

it('forgets one stage', async () => {
  await writeAnalysis(database.db, id, speech);
  await writeAnalysis(database.db, id, { ...speech, stage: 'slides' });
  await deleteAnalysis(database.db, id, 'speech');
  expect((await listAnalyses(database.db, id)).map(({ stage }) => stage)).toEqual(['slides']);
});

it('refuses stages that do not exist and lessons that do not', async () => {
  const unknown = { ...speech, stage: 'emotion' as 'speech' };
  await expect(writeAnalysis(database.db, id, unknown)).rejects.toThrow(/CHECK/);
  await expect(writeAnalysis(database.db, 'nobody', speech)).rejects.toThrow(/FOREIGN KEY/);
});
