/**
 * Where confusion clustered: stretches in which several pupils at about the same time asked or wrote in a bad mood,
 * against what is usual in this lesson. Pure.
 */
import { evidenceAt } from '../recording-clock.ts';
import { clamp, median, rounded } from '../robust.ts';
import { type SessionTimeline, type TimelineMessage, isNegative, isQuestion, shownAt } from '../timeline.ts';
import type { InsightOf } from './insight.ts';

/** Messages this close together are about the same (ms): a pupil needs a minute to type, the teacher one to go on. */
const windowMs = 120_000;
/** A question alone is interest as often as confusion. */
const questionWeight = 0.5;
/** One or two pupils are no cluster … */
const fewestPupils = 3;
/** … and neither is what weighs less than this, or less than this many times what is usual. */
const fewestWeight = 2.5;
const overUsual = 3;
const mostMoments = 3;
/** What puzzled them was shown before they wrote (s). */
const leadSec = 30;
const mostQuoted = 6;
/** In a flood of messages the heaviest stretch need not be found to the message. */
const mostTried = 200;

type Sign = { message: TimelineMessage; weight: number };

export function confusionMoments(timeline: SessionTimeline): InsightOf<'confusion'>[] {
  const { span, recordings } = timeline;
  if (span === undefined) return [];
  const signs = timeline.messages.flatMap((message): Sign[] => {
    if (message.role !== 'student') return [];
    const weight = isNegative(message) ? 1 : isQuestion(message) ? questionWeight : 0;
    return weight === 0 ? [] : [{ message, weight }];
  });
  const usual = usualWeight(signs, span);
  const clusters = clustersOf(signs)
    .filter(
      ({ pupils, weight }) =>
        pupils.size >= fewestPupils && weight >= Math.max(fewestWeight, overUsual * usual),
    )
    .toSorted((one, other) => other.weight - one.weight || one.fromMs - other.fromMs)
    .slice(0, mostMoments)
    .toSorted((one, other) => one.fromMs - other.fromMs);
  return clusters.map(({ messages, pupils, weight }) => {
    const [first] = messages;
    const place = first?.place;
    const before = place && { ...place, timeSec: Math.max(0, place.timeSec - leadSec) };
    // A page that was turned a moment before may be the cause or not yet understood: the earlier one is shown.
    const { slide, chapter } = shownAt(recordings, before);
    const sure = messages.reduce((sum, { reading }) => sum + sureness(reading), 0) / messages.length;
    return {
      kind: 'confusion',
      pupils: pupils.size,
      messages: messages.length,
      slide: slide?.heading ?? '',
      chapter: chapter?.title ?? '',
      evidence: messages
        .slice(0, mostQuoted)
        .map(({ atMs, id }, at) =>
          evidenceAt(recordings, atMs, { source: 'chat', ref: id }, at === 0 ? leadSec : 0),
        ),
      confidence: rounded(clamp(sure * (1 - 0.5 ** (weight - 1)))),
    };
  });
}

function sureness(reading: TimelineMessage['reading']): number {
  return reading.sentiment.label === 'negative' ? reading.sentiment.confidence : reading.intent.confidence;
}

/** Weight per window over the whole lesson, so that a class that always asks is not always confused. */
function usualWeight(signs: readonly Sign[], span: { fromMs: number; toMs: number }): number {
  const count = Math.max(1, Math.ceil((span.toMs - span.fromMs) / windowMs));
  const windows = Array.from({ length: count }, () => 0);
  for (const { message, weight } of signs) {
    const at = Math.min(windows.length - 1, Math.max(0, Math.floor((message.atMs - span.fromMs) / windowMs)));
    windows[at] = (windows[at] ?? 0) + weight;
  }
  return median(windows);
}

/** The heaviest stretches that do not overlap; each pupil counts once in a stretch, with their heaviest sign. */
function clustersOf(signs: readonly Sign[]) {
  const found: {
    fromMs: number;
    messages: TimelineMessage[];
    pupils: Map<string, number>;
    weight: number;
  }[] = [];
  let start = 0;
  while (start < signs.length) {
    let best: (typeof found)[number] | undefined;
    let bestEnd = start + 1;
    // Stretches that begin within the first one: the heaviest of them is the cluster.
    const limitMs = (signs[start]?.message.atMs ?? 0) + windowMs;
    for (let from = start; from < signs.length && (signs[from]?.message.atMs ?? 0) < limitMs; from += 1) {
      const stretch = stretchFrom(signs, from);
      if (best === undefined || stretch.weight > best.weight) {
        best = stretch;
        bestEnd = from + stretch.messages.length;
      }
      if (from - start > mostTried) break;
    }
    if (best !== undefined) found.push(best);
    start = bestEnd;
  }
  return found;
}

function stretchFrom(signs: readonly Sign[], from: number) {
  const fromMs = signs[from]?.message.atMs ?? 0;
  const pupils = new Map<string, number>();
  const messages: TimelineMessage[] = [];
  for (let at = from; at < signs.length; at += 1) {
    const sign = signs[at];
    if (sign === undefined || sign.message.atMs - fromMs > windowMs) break;
    const { senderId } = sign.message;
    pupils.set(senderId, Math.max(pupils.get(senderId) ?? 0, sign.weight));
    messages.push(sign.message);
  }
  const weight = [...pupils.values()].reduce((sum, own) => sum + own, 0);
  return { fromMs, messages, pupils, weight };
}
