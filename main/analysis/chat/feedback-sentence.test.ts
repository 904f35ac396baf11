import { expect, it } from 'vitest';
import { type ChatReading, intentLabels, sentimentLabels } from '../../../contract/chat-analysis.ts';
import { koreanTexts } from '../session/texts-ko.ts';
import { feedbackSentence } from './feedback-sentence.ts';

const nothingWrong: ChatReading['spam'] = {
  is_spam: false,
  is_abusive: false,
  confidence: 1,
  severity: 'none',
  reasons: [],
};

/** Every kind of line there is a sentence for. */
const readings: ChatReading[] = [
  ...intentLabels.flatMap((intent) =>
    sentimentLabels.flatMap((sentiment) =>
      [true, false].map((unsure): ChatReading => ({
        intent: { label: intent, confidence: 0.9, unsure },
        sentiment: { label: sentiment, confidence: 0.9, unsure },
        keywords: unsure ? [] : ['분수'],
        spam: nothingWrong,
        language: 'ko',
      })),
    ),
  ),
  ...(['threat', 'insult', 'flood', 'advert'] as const).map((reason): ChatReading => {
    const isAbusive = reason === 'threat' || reason === 'insult';
    return {
      intent: { label: 'other', confidence: 0.9, unsure: false },
      sentiment: { label: 'neutral', confidence: 0.9, unsure: false },
      keywords: [],
      spam: { ...nothingWrong, is_abusive: isAbusive, is_spam: !isAbusive, reasons: [reason] },
      language: 'ko',
    };
  }),
];

it('speaks 해요체 to the teacher, as all feedback does', () => {
  const sentences = new Set(readings.map((reading) => feedbackSentence(reading, 'ko')));
  expect(sentences.size).toBeGreaterThan(12);
  for (const sentence of sentences) expect(sentence).toMatch(/요[.]$/u);
  for (const sentence of sentences) expect(sentence).not.toMatch(/니다/u);
  const { intervention, pupil, suggestion } = koreanTexts;
  const plain = [
    ...Object.values(intervention),
    ...Object.values(pupil),
    ...Object.values(suggestion),
  ].filter((text) => typeof text === 'string');
  expect(plain.length).toBeGreaterThan(10);
  for (const text of plain) expect(text).toMatch(/요[.]$/u);
});
