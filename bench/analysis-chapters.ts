/** Automatic chapters against the sections of generated lessons. */
import { planChapters } from '../main/analysis/chapters/chapter-plan.ts';
import { makeLessonPlan, scoreChapters, styles } from '../main/testing/chapter-lessons.ts';
import type { Row } from './row.ts';

const lessons = 400;
/** Seeds are not those the weights were looked at with. */
const firstSeed = 5000;

export const chapters: Row = {
  id: 'chapters',
  what: 'automatic chapters against the plans of generated lessons, ± 10 s',
  bar: 'F1 ≥ 0.85',
  run: async () => {
    const byStyle = new Map<string, ReturnType<typeof scoreChapters>[]>();
    let [shown, planned, slowestMs] = [0, 0, 0];
    for (let seed = firstSeed; seed < firstSeed + lessons; seed += 1) {
      const plan = makeLessonPlan(seed);
      const startMs = performance.now();
      const found = planChapters({ ...plan, manual: [], dismissed: [] });
      slowestMs = Math.max(slowestMs, performance.now() - startMs);
      shown += found.length;
      planned += plan.sections.length;
      const style = styles[seed % styles.length] ?? '';
      byStyle.set(style, [...(byStyle.get(style) ?? []), scoreChapters(found, plan.sections)]);
    }
    const all = [...byStyle.values()].flat();
    const mean = (pick: (score: ReturnType<typeof scoreChapters>) => number, of = all): string =>
      (of.reduce((sum, score) => sum + pick(score), 0) / of.length).toFixed(3);
    const notes = [...byStyle].map(
      ([style, of]) =>
        `slides with ${style}: F1 ${mean(({ f1 }) => f1, of)}, lowest ${Math.min(...of.map(({ f1 }) => f1)).toFixed(2)}`,
    );
    const f1 = mean((score) => score.f1);
    return {
      figure: `F1 ${f1} (precision ${mean(({ precision }) => precision)}, recall ${mean(({ recall }) => recall)})`,
      baseline: `${lessons} lessons in Korean and English, 4 styles of slides, up to 3 % of the letters misread`,
      isMet: Number(f1) >= 0.85,
      notes: [
        ...notes,
        `${(shown / lessons).toFixed(1)} chapters a lesson where the plan has ${(planned / lessons).toFixed(1)} sections`,
        `the slowest plan took ${slowestMs.toFixed(0)} ms`,
      ],
    };
  },
};
