/** Keeps the figures that the page shows (contract/chat-measured.json). */
import { writeFileSync } from 'node:fs';
import { ChatAnalyzer } from '../main/analysis/chat/chat-analyzer.ts';
import { measuredFigures, measuredFile } from '../models/chat/measured.ts';
import { weightsFolder } from '../models/chat/train.ts';
import type { Outcome, Row } from './row.ts';

const percent = ({ low, high }: { low: number; high: number }): string =>
  `${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)} %`;

export const pageFigures: Row = {
  id: 'page',
  what: 'what the page says about itself, written into contract/chat-measured.json',
  bar: 'reported',
  run: async (): Promise<Outcome> => {
    const measured = measuredFigures(ChatAnalyzer.load({ folder: weightsFolder }));
    writeFileSync(measuredFile, `${JSON.stringify(measured, null, 2)}\n`);
    return {
      figure: `mood right ${percent(measured.mood_right)}, intent right ${percent(measured.intent_right)}`,
      baseline: `${measured.lines} lines of gate and apart`,
      isMet: true,
      notes: [
        `abuse missed ${percent(measured.abuse_missed)}, harmless lines covered ${percent(measured.harmless_covered)}`,
      ],
    };
  },
};
