/**
 * The verdict about spam and abuse: the model's, or that of a word nobody uses kindly; with reasons and a severity. It
 * hides nothing and deletes nothing: a teacher looks at what is flagged.
 */
import type { ChatContext, ChatSeverity, SpamReading, SpamReason } from '../../../contract/chat-analysis.ts';
import type { ChatScores } from './chat-model.ts';
import { isFlood } from './flood.ts';
import { linkSign, type Spellings } from './fold.ts';
import type { LexiconHit } from './lexicon.ts';

/** Probability from which the model alone decides; below `certain` a word has to agree. */
export type SpamThresholds = {
  spam: number;
  abuse: number;
  spamWithWord: number;
  abuseWithWord: number;
};

/** Signs of a folded line up to which it sells nothing. */
const shortestAdvert = 6;

const order: readonly ChatSeverity[] = ['none', 'low', 'medium', 'high'];
const atLeast = (left: ChatSeverity, right: ChatSeverity): ChatSeverity =>
  order.indexOf(left) >= order.indexOf(right) ? left : right;

export function spamReading(
  { clean, folded }: Spellings,
  scores: Pick<ChatScores, 'spam' | 'abuse' | 'words'>,
  thresholds: SpamThresholds,
  context: ChatContext | undefined,
): SpamReading {
  // Without letters there is nothing the models know about; they have seen walls of emoji and call any of them spam.
  const hasWords = /[\p{L}\p{N}]/u.test(clean);
  // Nor can they tell a laugh from a screen full of it, which folds to the same few signs: that is `isFlood`'s to say.
  const isLong = folded.length > shortestAdvert || folded.includes(linkSign) || scores.words.spam.length > 0;
  const [, spamScore = 0] = hasWords && isLong ? scores.spam : [];
  const [, abuseScore = 0] = hasWords || scores.words.abuse.length > 0 ? scores.abuse : [];
  const { words } = scores;
  const isAbusive = abuseScore >= (hasStrong(words.abuse) ? thresholds.abuseWithWord : thresholds.abuse);
  // What a teacher sends is no advertising, and a busy teacher no flood.
  const isTeacher = context?.senderRole === 'teacher';
  const floods = !isTeacher && isFlood(clean, context);
  const isSpam =
    floods ||
    (!isTeacher && spamScore >= (hasStrong(words.spam) ? thresholds.spamWithWord : thresholds.spam));

  const reasons = new Set<SpamReason>();
  let severity: ChatSeverity = 'none';
  if (isAbusive) {
    severity = 'low';
    for (const hit of words.abuse) {
      reasons.add(hit.reason);
      severity = atLeast(severity, hit.severity);
    }
    if (words.abuse.length === 0) reasons.add('wording');
    if (words.abuse.length === 0 && abuseScore > 0.9) severity = 'medium';
  }
  if (isSpam) {
    severity = atLeast(severity, 'low');
    if (floods) reasons.add('flood');
    if (spamScore >= thresholds.spam) {
      for (const hit of words.spam) {
        reasons.add(hit.reason);
        severity = atLeast(severity, hit.severity);
      }
      if (folded.includes(linkSign)) reasons.add('link');
      if (![...reasons].some((reason) => spamOnly.has(reason))) reasons.add('advert');
    }
  }
  return { is_spam: isSpam, is_abusive: isAbusive, confidence: certainty(), severity, reasons: [...reasons] };

  /** Of the verdict as a whole: of what is wrong when something is, else that nothing is. */
  function certainty(): number {
    const wrong = [
      ...(isAbusive ? [abuseScore] : []),
      ...(isSpam ? [floods ? Math.max(spamScore, 0.9) : spamScore] : []),
    ];
    return wrong.length > 0 ? Math.max(...wrong) : (1 - spamScore) * (1 - abuseScore);
  }
}

function hasStrong(hits: readonly LexiconHit[]): boolean {
  return hits.some((hit) => hit.isStrong);
}

const spamOnly: ReadonlySet<SpamReason> = new Set(['advert', 'link', 'flood', 'chain_letter']);
