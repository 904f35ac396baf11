/** Chat bursts: half minutes with far more messages than this lesson's own rate. Pure. */
import { evidenceAt } from '../recording-clock.ts';
import { clamp, median, robustSigma, rounded } from '../robust.ts';
import { type SessionTimeline, isClean, shownAt } from '../timeline.ts';
import type { InsightOf } from './insight.ts';

const windowMs = 30_000;
const sigmas = 4;
/** Fewer are no burst, however quiet the lesson. */
const fewestMessages = 8;
const fewestPupils = 3;
const mostBursts = 3;
const mostQuoted = 6;

export function chatBursts(timeline: SessionTimeline): InsightOf<'chat_burst'>[] {
  const { span, recordings } = timeline;
  if (span === undefined) return [];
  const count = Math.max(1, Math.ceil((span.toMs - span.fromMs) / windowMs));
  const windows = Array.from({ length: count }, (): SessionTimeline['messages'] => []);
  for (const message of timeline.messages) {
    if (message.role !== 'student' || !isClean(message)) continue;
    const at = Math.min(count - 1, Math.max(0, Math.floor((message.atMs - span.fromMs) / windowMs)));
    windows[at]?.push(message);
  }
  const counts = windows.map((messages) => messages.length);
  const usual = median(counts);
  // Messages that come by chance vary by the root of their number: less spread than that is not believed.
  const spread = Math.max(robustSigma(counts), Math.sqrt(usual), 1);
  const isBurst = (at: number): boolean => {
    const messages = windows[at] ?? [];
    return (
      messages.length >= fewestMessages &&
      messages.length >= usual + sigmas * spread &&
      new Set(messages.map(({ senderId }) => senderId)).size >= fewestPupils
    );
  };
  const bursts: { messages: SessionTimeline['messages']; windows: number }[] = [];
  for (let at = 0; at < count; at += 1) {
    if (!isBurst(at)) continue;
    const last = bursts.at(-1);
    if (at > 0 && isBurst(at - 1) && last !== undefined) {
      last.messages.push(...(windows[at] ?? []));
      last.windows += 1;
    } else bursts.push({ messages: [...(windows[at] ?? [])], windows: 1 });
  }
  return bursts
    .toSorted((one, other) => other.messages.length - one.messages.length)
    .slice(0, mostBursts)
    .toSorted((one, other) => (one.messages[0]?.atMs ?? 0) - (other.messages[0]?.atMs ?? 0))
    .map(({ messages, windows: length }) => ({
      kind: 'chat_burst',
      messages: messages.length,
      usual: rounded(usual * length),
      slide: shownAt(recordings, messages[0]?.place).slide?.heading ?? '',
      evidence: messages
        .slice(0, mostQuoted)
        .map(({ atMs, id }) => evidenceAt(recordings, atMs, { source: 'chat', ref: id })),
      confidence: rounded(clamp((messages.length / length - usual) / (spread * 2 * sigmas))),
    }));
}
