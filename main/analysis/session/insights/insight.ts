/** What can be noticed about a lesson, without the words to say it in. Moments are in the evidence. */
import type { Evidence } from '../../../../contract/session-analysis.ts';

type Facts =
  | { kind: 'confusion'; pupils: number; messages: number; slide: string; chapter: string }
  | { kind: 'unanswered_question'; count: number; questions: number; withinSec: number }
  | { kind: 'hard_quiz_item'; question: string; wrong: number; answered: number; taughtAt: string | null }
  | { kind: 'silence'; longestSec: number; count: number; slide: string }
  | { kind: 'chat_burst'; messages: number; usual: number; slide: string }
  | { kind: 'pace'; wordsPerMin: number; usualPerMin: number; slide: string }
  | { kind: 'not_heard_from'; studentIds: string[]; there: number };

export type Insight = Facts & { evidence: Evidence[]; confidence: number };
export type InsightOf<K extends Insight['kind']> = Extract<Insight, { kind: K }>;
