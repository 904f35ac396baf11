import { describe, expect, it } from 'vitest';
import { chatReadingSchema } from '../../../contract/chat-analysis.ts';
import { makeClassroom } from '../../testing/classroom.ts';
import { openModelContext } from '../../testing/model-context.ts';
import type { SessionStudy } from './study.ts';
import { studyInHost } from './study-operation.ts';

const glossary = { terms: [], never_keywords: [], allowed_words: [] };
const context = openModelContext();
const options = { includeChat: true, includeSignals: false };

describe('studying a session with the real models', () => {
  it('reads every message, the same in pieces as in one go', async () => {
    const { facts } = makeClassroom({ seed: 4, pupils: 12, messages: 1500 });
    const args = { facts: JSON.stringify(facts), glossary, options };
    const answer = await studyInHost(context, args, new AbortController().signal);
    const study = JSON.parse(answer.study) as SessionStudy;
    const readings = answer.readings.map((reading) => chatReadingSchema.parse(JSON.parse(reading)));
    expect(readings).toHaveLength(facts.chat.length);
    expect(study.counts.messages).toBe(facts.chat.length);
    const hard = readings.filter((_, at) => facts.chat[at]?.text.endsWith('너무 어려워요'));
    expect(hard.length).toBeGreaterThan(5);
    expect(hard.every(({ sentiment }) => sentiment.label === 'negative')).toBe(true);
    const part = JSON.stringify({ ...facts, chat: facts.chat.slice(0, 900) });
    const inOne = await studyInHost(context, { ...args, facts: part }, new AbortController().signal);
    expect(inOne.readings).toEqual(answer.readings.slice(0, 900));
  });

  it('leaves off when nobody waits any more', async () => {
    const { facts } = makeClassroom({ seed: 4, pupils: 12 });
    await expect(
      studyInHost(context, { facts: JSON.stringify(facts), glossary, options }, AbortSignal.abort()),
    ).rejects.toMatchObject({ code: 'job_cancelled' });
  });
});
