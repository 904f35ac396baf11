/**
 * Trains the weights that choose learning topics. While a hand's lines are learned from, its own topics are no known
 * terms: the model shall learn to do without a list.
 */
import { chosen } from '../../main/analysis/chat/keywords.ts';
import {
  type Candidate,
  candidatesOf,
  keyOf,
  topicLineOf,
} from '../../main/analysis/chat/topic-candidates.ts';
import { type Terms, countWriters, termsOver } from '../../main/analysis/chat/terms.ts';
import { type CommonWords, addEvidence, keywordBits } from '../../main/analysis/chat/topic-evidence.ts';
import type { ClassroomLine } from '../../main/analysis/chat/learning/classroom-text.ts';
import {
  type Example,
  type Logistic,
  logitsOf,
  trainLogistic,
} from '../../main/analysis/chat/learning/logistic.ts';

type Labelled = { candidates: { candidate: Candidate; example: Example }[]; gold: ReadonlySet<string> };

/** @param terms for the line's hand */
export function labelledCandidates(line: ClassroomLine, terms: Terms, common: CommonWords): Labelled {
  const parts = topicLineOf(line.text);
  const gold = new Set(line.keywords.map((keyword) => keyOf(keyword)));
  const candidates = candidatesOf(parts, terms).map((candidate) => {
    const places = new Set<number>();
    addEvidence(candidate, parts, terms, common, (place) => places.add(place));
    const features = { indices: Uint32Array.from(places), values: new Float32Array(places.size).fill(1) };
    return { candidate, example: { features, label: gold.has(candidate.key) ? 1 : 0 } };
  });
  return { candidates, gold };
}

/** The topics of each hand's lines, by their keys. */
function topicsByHand(lines: readonly ClassroomLine[]): Map<string, Set<string>> {
  const topics = new Map<string, Set<string>>();
  for (const { hand, keywords } of lines) {
    const own = topics.get(hand) ?? new Set();
    for (const keyword of keywords) own.add(keyOf(keyword));
    topics.set(hand, own);
  }
  return topics;
}

/** The written list and the topics of all hands. */
export function termsOfLines(lines: readonly ClassroomLine[], written: readonly string[]): Terms {
  const listed = written.map((term) => keyOf(term));
  return termsOver(countWriters(listed, topicsByHand(lines).values()));
}

/** Known terms for each hand: the written list and the topics of all other hands. */
export function termsByHand(lines: readonly ClassroomLine[], written: readonly string[]): Map<string, Terms> {
  const topics = topicsByHand(lines);
  const listed = written.map((term) => keyOf(term));
  return new Map(
    [...topics.keys()].map((hand) => {
      const others = [...topics].filter(([other]) => other !== hand).map(([, keys]) => keys);
      return [hand, termsOver(countWriters(listed, others))];
    }),
  );
}

/** Chosen by leaving hands out: what learns faster or longer knows the words of its writers by heart. */
const learning = { epochs: 3, rate: 0.015, decay: 1e-6 };
/** Of the order of the lines. With so few rounds it matters which come last: what is learned in several orders is averaged. */
const orderSeeds = [7, 8, 9];

export function trainKeywords(labelled: readonly Labelled[]): Logistic {
  const examples = labelled.flatMap(({ candidates }) => candidates.map(({ example }) => example));
  return meanOf(
    orderSeeds.map((seed) =>
      trainLogistic(examples, { ...learning, seed, places: 1 << keywordBits, labels: 2 }),
    ),
  );
}

function meanOf(models: readonly Logistic[]): Logistic {
  const mean = (of: (model: Logistic) => Float32Array): Float32Array => {
    const sum = new Float32Array(models.map(of)[0]?.length ?? 0);
    for (const model of models)
      for (const [at, value] of of(model).entries()) sum[at] = (sum[at] ?? 0) + value;
    return sum.map((value) => value / models.length);
  };
  return { weights: mean((model) => model.weights), biases: mean((model) => model.biases), labels: 2 };
}

/** Of a candidate being a topic, against not being one. */
export function oddsOf(model: Logistic, example: Example): number {
  const [no = 0, yes = 0] = logitsOf(model, example.features);
  return yes - no;
}

export function keywordsAt(model: Logistic, { candidates }: Labelled, threshold: number): string[] {
  return chosen(
    candidates.flatMap(({ candidate, example }) => {
      const score = oddsOf(model, example);
      return score >= threshold ? [{ candidate, score }] : [];
    }),
  );
}
