/**
 * Trains the weights that choose learning topics. While a hand's lines are learned from, its own topics are no known
 * terms: the model shall learn to do without a list.
 */
import { chosen } from '../../main/analysis/chat/keywords.ts';
import {
  type Candidate,
  type TermSet,
  candidatesOf,
  keyOf,
  topicLineOf,
} from '../../main/analysis/chat/topic-candidates.ts';
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
export function labelledCandidates(line: ClassroomLine, terms: TermSet, common: CommonWords): Labelled {
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

/** Known terms for each hand: the written list and the topics of all other hands. */
export function termsByHand(
  lines: readonly ClassroomLine[],
  written: readonly string[],
): Map<string, TermSet> {
  const hands = [...new Set(lines.map((line) => line.hand))];
  return new Map(
    hands.map((hand) => [
      hand,
      new Set([
        ...written.map((term) => keyOf(term)),
        ...lines
          .filter((line) => line.hand !== hand)
          .flatMap((line) => line.keywords.map((keyword) => keyOf(keyword))),
      ]),
    ]),
  );
}

/** Chosen by leaving hands out: what learns faster or longer knows the words of its writers by heart. */
const learning = { epochs: 4, rate: 0.02, decay: 1e-6, seed: 7 };

export function trainKeywords(labelled: readonly Labelled[]): Logistic {
  const examples = labelled.flatMap(({ candidates }) => candidates.map(({ example }) => example));
  return trainLogistic(examples, { ...learning, places: 1 << keywordBits, labels: 2 });
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
