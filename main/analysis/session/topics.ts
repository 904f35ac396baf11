/** What was talked about: the keywords of pupils' and teachers' messages, counted once per writer and minute. Pure. */
import type { SessionAnalysis } from '../../../contract/session-analysis.ts';
import { evidenceAt } from './recording-clock.ts';
import { type SessionTimeline, isClean } from './timeline.ts';

const mostTopics = 40;
/** Who repeats a word does not make it the lesson's topic (ms). */
const onceWithinMs = 60_000;

/** Most frequent first; the moment is where it came up first. */
export function topicsOf({ messages, recordings }: SessionTimeline): SessionAnalysis['topics'] {
  const found = new Map<string, { text: string; count: number; firstMs: number; ref: string }>();
  const lastBy = new Map<string, number>();
  for (const message of messages) {
    if (!isClean(message)) continue;
    for (const text of message.reading.keywords) {
      const key = text.toLowerCase();
      const writer = `${message.senderId}\n${key}`;
      const last = lastBy.get(writer);
      if (last !== undefined && message.atMs - last < onceWithinMs) continue;
      lastBy.set(writer, message.atMs);
      const topic = found.get(key);
      if (topic === undefined) found.set(key, { text, count: 1, firstMs: message.atMs, ref: message.id });
      else topic.count += 1;
    }
  }
  return [...found.values()]
    .toSorted((one, other) => other.count - one.count || one.firstMs - other.firstMs)
    .slice(0, mostTopics)
    .map(({ text, count, firstMs, ref }) => ({
      text,
      count,
      evidence: evidenceAt(recordings, firstMs, { source: 'chat', ref }),
    }));
}
