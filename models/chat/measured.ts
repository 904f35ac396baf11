/**
 * What the page tells its readers about how often lines are read rightly: measured on the sets that decide nothing but
 * the verdict, by `npm run bench:chat -- --only page`, and kept where the page takes it from.
 */
import path from 'node:path';
import type { ChatAnalyzer } from '../../main/analysis/chat/chat-analyzer.ts';
import { packageRoot } from '../../main/base/package-info.ts';
import type { ClassroomLine } from '../../main/analysis/chat/learning/classroom-text.ts';
import { heldOutLines } from './classroom-lines.ts';

export const measuredFile: string = path.join(packageRoot, 'contract', 'chat-measured.json');

const all = (): boolean => true;

/** Shares (0–1), the lowest and the highest of the sets. */
type Span = { low: number; high: number };
export type ChatMeasured = {
  /** Of all sets together. */
  lines: number;
  mood_right: Span;
  intent_right: Span;
  /** Of the abusive lines, those that were not flagged. */
  abuse_missed: Span;
  /** Of the lines with nothing wrong, those that were flagged. */
  harmless_covered: Span;
};

export function measuredFigures(analyzer: ChatAnalyzer): ChatMeasured {
  const sets = (['gate', 'apart'] as const).map((set) =>
    heldOutLines(set).map((line) => ({ line, reading: analyzer.analyze(line.text) })),
  );
  type Read = (typeof sets)[number][number];
  const span = (of: (line: ClassroomLine) => boolean, is: (read: Read) => boolean): Span => {
    const shares = sets.map((reads) => {
      const own = reads.filter(({ line }) => of(line));
      return Math.round((1000 * own.filter((read) => is(read)).length) / own.length) / 1000;
    });
    return { low: Math.min(...shares), high: Math.max(...shares) };
  };
  return {
    lines: sets.flat().length,
    mood_right: span(all, ({ line, reading }) => reading.sentiment.label === line.sentiment),
    intent_right: span(all, ({ line, reading }) => reading.intent.label === line.intent),
    abuse_missed: span(
      (line) => line.abuse,
      ({ reading }) => !reading.spam.is_abusive,
    ),
    harmless_covered: span(
      (line) => !line.spam && !line.abuse,
      ({ reading }) => reading.spam.is_spam || reading.spam.is_abusive,
    ),
  };
}
