/** How fast lines are read, and how large the files are. */
import path from 'node:path';
import process from 'node:process';
import type { SessionMessage } from '../contract/chat-analysis.ts';
import { ChatAnalyzer } from '../main/analysis/chat/chat-analyzer.ts';
import { readManifest } from '../main/analysis/models/manifest.ts';
import { trainingLines } from '../models/chat/classroom-lines.ts';
import type { Outcome, Row } from './row.ts';

/** CPU time of this thread: other work on the machine does not count. */
function seconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(since);
  return (user + system) / 1e6;
}

const perLine: Row = {
  id: 'line',
  what: 'one line, everything read (topics too)',
  bar: 'p99 < 1 ms',
  run: async (): Promise<Outcome> => {
    const analyzer = ChatAnalyzer.load();
    const texts = trainingLines().map((line) => line.text);
    for (const text of texts.slice(0, 2000)) analyzer.analyze(text);
    // The fastest of three: what other work on the machine took is not the line's.
    const timesMs = texts.map((text) =>
      Math.min(
        ...Array.from({ length: 3 }, () => {
          const start = performance.now();
          analyzer.analyze(text);
          return performance.now() - start;
        }),
      ),
    );
    const sorted = timesMs.toSorted((left, right) => left - right);
    const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
    return {
      figure: `p99 ${at(0.99).toFixed(2)} ms, median ${at(0.5).toFixed(3)} ms`,
      baseline: `${texts.length} lines, the fastest of three readings each`,
      isMet: at(0.99) < 1,
      notes: [`the slowest took ${at(1).toFixed(1)} ms`],
    };
  },
};

const throughput: Row = {
  id: 'throughput',
  what: 'messages a second on one core: mood, intent, spam and abuse in context',
  bar: '≥ 5,000 without topics',
  ifMissed: 'other work that shares the core takes the caches and half of its units with it.',
  run: async (): Promise<Outcome> => {
    const analyzer = ChatAnalyzer.load();
    const lines = trainingLines();
    const read = (text: string): void => {
      analyzer.analyze(text, { senderRole: 'student' }, { keywords: false });
    };
    for (const line of lines.slice(0, 2000)) read(line.text);
    const start = process.threadCpuUsage();
    for (const line of lines) read(line.text);
    const perSecond = lines.length / seconds(start);
    const messages: SessionMessage[] = lines.slice(0, 5000).map((line, index) => ({
      sender_id: `p-${index % 30}`,
      sender_role: index % 10 === 0 ? 'teacher' : 'student',
      text: line.text,
      sent_at: new Date(Date.UTC(2026, 2, 2, 9) + index * 700).toISOString(),
    }));
    const sessionStart = process.threadCpuUsage();
    analyzer.readSession(messages);
    const inSession = messages.length / seconds(sessionStart);
    return {
      figure: `${Math.round(perSecond)} a second`,
      baseline: `whole sessions, topics too: ${Math.round(inSession)} a second`,
      isMet: perSecond >= 5000,
      notes: [],
    };
  },
};

const size: Row = {
  id: 'size',
  what: 'size of the files of the chat models that the program carries',
  bar: '≤ 8 MB together',
  run: async (): Promise<Outcome> => {
    const files = readManifest().find(({ name }) => name === 'chat')?.files ?? [];
    const total = files.reduce((sum, file) => sum + file.size_bytes, 0);
    return {
      figure: `${(total / 1e6).toFixed(2)} MB`,
      baseline: '–',
      isMet: total > 0 && total <= 8e6,
      notes: files.map((file) => `${path.basename(file.path)}: ${(file.size_bytes / 1e6).toFixed(2)} MB`),
    };
  },
};

export const speedRows: readonly Row[] = [perLine, throughput, size];
