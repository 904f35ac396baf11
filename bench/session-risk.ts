/** Who may need help, against simulated classes of which it is known who struggles. */
import { countClass } from '../main/analysis/session/pupil-figures.ts';
import { assessRisks, riskThreshold } from '../main/analysis/session/risk.ts';
import { joinTimeline } from '../main/analysis/session/timeline.ts';
import { type ClassroomOptions, makeClassroom } from '../main/testing/classroom.ts';
import type { Row } from './row.ts';

type Simulated = { name: string; classes: number; options: Omit<ClassroomOptions, 'seed'> };

const simulated: readonly Simulated[] = [
  { name: '5 pupils', classes: 400, options: { pupils: 5 } },
  { name: '30 pupils', classes: 200, options: { pupils: 30 } },
  { name: '200 pupils', classes: 40, options: { pupils: 200 } },
  { name: '30, nobody struggles', classes: 200, options: { pupils: 30, strugglingShare: 0 } },
  { name: '30, no quiz', classes: 200, options: { pupils: 30, quizItems: 0 } },
  { name: '30, no chat', classes: 200, options: { pupils: 30, messages: 0 } },
  { name: '30, no attendance', classes: 200, options: { pupils: 30, missing: { attendance: true } } },
  {
    name: '30, half of the chat, 60 % of the answers, no attendance',
    classes: 200,
    options: { pupils: 30, missing: { chat: 0.5, quiz: 0.4, attendance: true } },
  },
  { name: '30, a third of the readings wrong', classes: 200, options: { pupils: 30, readingAccuracy: 0.67 } },
];
const thresholds = [0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7];
/** Seeds are not those of the tests, nor those the weights were looked at with. */
const firstSeed = 50_000;
const [precisionBar, recallBar] = [0.85, 0.6];

type Counts = { right: number; wrong: number; struggling: number; others: number };

export const risk: Row = {
  id: 'risk',
  what: 'pupils who may need help, in simulated classes of 30 of which about 15 % struggle, the rest from plainly to hardly',
  bar: `precision ≥ ${precisionBar}, recall ≥ ${recallBar}`,
  run: async () => {
    const notes = [
      `each line: precision / recall / share of the other pupils named wrongly, at thresholds ${thresholds.join(', ')}`,
    ];
    let figures: { precision: number; recall: number } | undefined;
    for (const one of simulated) {
      const byThreshold = countsOf(one);
      if (one.name === '30 pupils') figures = shares(byThreshold.get(riskThreshold));
      const line = thresholds.map((threshold) => {
        const counts = byThreshold.get(threshold);
        const { precision, recall, falseShare } = shares(counts);
        return `${text(precision)} / ${text(recall)} / ${falseShare.toFixed(3)}`;
      });
      notes.push(`${one.name} (${one.classes} classes): ${line.join('; ')}`);
    }
    const { precision = 0, recall = 0 } = figures ?? {};
    return {
      figure: `precision ${text(precision)}, recall ${text(recall)} at the threshold of ${riskThreshold}`,
      baseline: 'simulated classes: how real ones differ is not known',
      isMet: precision >= precisionBar && recall >= recallBar,
      notes,
    };
  },
};

function countsOf({ classes, options }: Simulated): Map<number, Counts> {
  const counts = new Map(
    thresholds.map((threshold): [number, Counts] => [
      threshold,
      { right: 0, wrong: 0, struggling: 0, others: 0 },
    ]),
  );
  for (let seed = firstSeed; seed < firstSeed + classes; seed += 1) {
    const { facts, readings, struggling } = makeClassroom({ ...options, seed });
    const timeline = joinTimeline(facts, readings, { includeChat: true, includeSignals: false });
    const risks = assessRisks(countClass(timeline), timeline.recordings, 0);
    for (const [threshold, total] of counts) {
      const named = risks.filter(({ score }) => score >= threshold);
      const right = named.filter(({ studentId }) => struggling.has(studentId)).length;
      total.right += right;
      total.wrong += named.length - right;
      total.struggling += struggling.size;
      total.others += facts.students.length - struggling.size;
    }
  }
  return counts;
}

function shares(counts: Counts = { right: 0, wrong: 0, struggling: 0, others: 0 }) {
  const { right, wrong, struggling, others } = counts;
  return {
    precision: right / (right + wrong),
    recall: right / struggling,
    falseShare: wrong / Math.max(1, others),
  };
}

function text(share: number): string {
  return Number.isFinite(share) ? share.toFixed(2) : '–';
}
