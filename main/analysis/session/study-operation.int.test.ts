import { describe, expect, it } from 'vitest';
import { makeClassroom } from '../../testing/classroom.ts';
import { openModelContext } from '../../testing/model-context.ts';
import { studyInHost } from './study-operation.ts';

const glossary = { terms: [], never_keywords: [], allowed_words: [] };
const context = openModelContext();
const options = { includeChat: true, includeSignals: false };

describe('studying a session with the real models', () => {
  it('reads every message, the same in pieces as in one go', async () => {
    const { facts } = makeClassroom({ seed: 4, pupils: 12, messages: 1500 });
    const args = { facts, glossary, options };
    const { readings, study } = await studyInHost(context, args, new AbortController().signal);
    expect(readings).toHaveLength(facts.chat.length);
    expect(study.counts.messages).toBe(facts.chat.length);
    const hard = readings.filter((_, at) => facts.chat[at]?.text.endsWith('너무 어려워요'));
    expect(hard.length).toBeGreaterThan(5);
    expect(hard.every(({ sentiment }) => sentiment.label === 'negative')).toBe(true);
    const part = { ...facts, chat: facts.chat.slice(0, 900) };
    const inOne = await studyInHost(context, { ...args, facts: part }, new AbortController().signal);
    expect(inOne.readings).toEqual(readings.slice(0, 900));
  });

  it('leaves off when nobody waits any more', async () => {
    const { facts } = makeClassroom({ seed: 4, pupils: 12 });
    await expect(
      studyInHost(context, { facts, glossary, options }, AbortSignal.abort()),
    ).rejects.toMatchObject({ code: 'job_cancelled' });
  });
});
