/** A minute of a lesson in words: for who looks at it and for who has it read to them. Pure. */
import { signalKinds } from '../../../../contract/analysis.ts';
import type { Language, Translate } from '../../../i18n/language.tsx';
import { clockText, lengthText } from '../../../ui/format.ts';
import type { MinuteFacts } from './minute-facts.ts';

/** From when to when. */
export function minuteSpan({ fromSec, toSec }: MinuteFacts): string {
  return `${clockText(fromSec)}–${clockText(toSec)}`;
}

/** What there is to say, most telling first; one line that nothing was written where nothing happened. */
export function minuteWords(facts: MinuteFacts, t: Translate, language: Language): string[] {
  const { messages, positive, negative, questions, answers, right, wrong, speech } = facts;
  const words: string[] = [];
  if (messages > 0) {
    const moods = [
      ...(positive > 0 ? [t('overview.minute_positive', { count: positive })] : []),
      ...(negative > 0 ? [t('overview.minute_negative', { count: negative })] : []),
    ];
    words.push(
      `${t('overview.minute_messages', { count: messages })}${moods.length > 0 ? ` (${moods.join(', ')})` : ''}`,
    );
  }
  if (questions > 0) words.push(t('overview.minute_questions', { count: questions }));
  if (answers > 0) words.push(t('overview.minute_answers', { right, wrong }));
  if (speech !== null) {
    const percent = new Intl.NumberFormat(language, { style: 'percent' }).format(speech);
    words.push(t('overview.minute_speech', { percent }));
  }
  if (facts.pausedSec >= 1) {
    words.push(t('overview.minute_paused', { length: lengthText(facts.pausedSec, t) }));
  }
  if (facts.missingSec > 0) {
    words.push(t('overview.minute_missing', { length: lengthText(Math.max(1, facts.missingSec), t) }));
  }
  words.push(...signalWords(facts.signals, t));
  if (messages === 0 && answers === 0) words.unshift(t('overview.minute_nothing'));
  return words;
}

/** Kinds that the page has no words for are left out. */
export function signalWords(kinds: readonly string[], t: Translate): string[] {
  return signalKinds.filter((kind) => kinds.includes(kind)).map((kind) => t(`signal.${kind}`));
}
