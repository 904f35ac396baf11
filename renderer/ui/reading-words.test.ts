/** What is said about a reading. */
import { describe, expect, it } from 'vitest';
import type { ChatReading } from '../../contract/chat-analysis.ts';
import type { Translate } from '../i18n/language.tsx';
import { flagWords, isFlagged, shareText, sureness } from './reading-words.ts';

const t: Translate = (key) => key.replace('moderation.', '');

const calm: ChatReading = {
  sentiment: { label: 'neutral', confidence: 0.9, unsure: false },
  intent: { label: 'other', confidence: 0.9, unsure: false },
  keywords: [],
  spam: { is_spam: false, is_abusive: false, confidence: 0.9, severity: 'none', reasons: [] },
  language: 'ko',
};

describe('a line that is covered', () => {
  it('is spam or abuse; a line nobody has read is neither', () => {
    expect(isFlagged(calm)).toBe(false);
    expect(isFlagged({ ...calm, spam: { ...calm.spam, is_spam: true } })).toBe(true);
    expect(isFlagged({ ...calm, spam: { ...calm.spam, is_abusive: true } })).toBe(true);
    expect([isFlagged(null), isFlagged(undefined)]).toEqual([false, false]);
  });

  it('says why and how bad it is', () => {
    const spam = { ...calm.spam, is_abusive: true, severity: 'high' as const };
    expect(flagWords({ ...spam, reasons: ['profanity', 'threat'] }, t)).toBe(
      'reason_profanity, reason_threat · severity_high',
    );
    expect(flagWords(spam, t)).toBe('abuse · severity_high');
    expect(flagWords({ ...calm.spam, is_spam: true }, t)).toBe('spam');
  });
});

it('says how sure it is in a word and as a share, never as certainty', () => {
  expect([0.95, 0.8, 0.5, 0.07].map((one) => sureness(one))).toEqual([
    'moderation.sure_nearly',
    'moderation.sure_quite',
    'moderation.sure_somewhat',
    'moderation.sure_not',
  ]);
  expect(sureness(0.95, true)).toBe('moderation.sure_not');
  expect(shareText(0.873, 'ko')).toBe('87%');
  expect(shareText(0.9999, 'en')).toBe('99%');
});
