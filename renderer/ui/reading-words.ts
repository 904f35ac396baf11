/** What was read out of a chat line, in words. Pure. */
import type { ChatReading, SpamReading } from '../../contract/chat-analysis.ts';
import type { Language, TextKey, Translate } from '../i18n/language.tsx';

export function isFlagged(reading: ChatReading | null | undefined): boolean {
  return reading !== null && reading !== undefined && (reading.spam.is_spam || reading.spam.is_abusive);
}

/** Why a line is covered: '욕설, 위협 · 심함'. */
export function flagWords({ reasons, severity, is_abusive: isAbusive }: SpamReading, t: Translate): string {
  const names = reasons.map((reason) => t(`moderation.reason_${reason}`));
  const why = names.length > 0 ? names : [t(isAbusive ? 'moderation.abuse' : 'moderation.spam')];
  const how = severity === 'none' ? [] : [t(`moderation.severity_${severity}`)];
  return [why.join(', '), ...how].join(' · ');
}

/** From these shares of right labels on (they are calibrated), each in a word. */
const nearlySure = 0.9;
const quiteSure = 0.75;
const somewhatSure = 0.5;

/** How sure a label is, in a word. */
export function sureness(confidence: number, isUnsure = false): TextKey {
  if (isUnsure || isDoubtful(confidence)) return 'moderation.sure_not';
  if (confidence >= nearlySure) return 'moderation.sure_nearly';
  return confidence >= quiteSure ? 'moderation.sure_quite' : 'moderation.sure_somewhat';
}

/** More likely wrong than right, as where a single word decides: a line is covered then, and a teacher should look. */
export function isDoubtful(confidence: number): boolean {
  return confidence < somewhatSure;
}

/** 0.873 → 87 %. Never 100 %: it is an estimate. */
export function shareText(share: number, language: Language): string {
  const format = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  return format.format(Math.min(share, 0.99));
}
