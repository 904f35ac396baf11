import { describe, expect, it } from 'vitest';
import { makeReading } from '../../testing/classroom.ts';
import { smallSession } from '../../testing/session-facts.ts';
import { type ReadSession, readChat } from './read-chat.ts';

/** Says of each line how many lines of the 90 s before it were known. */
const counting: ReadSession = (messages) =>
  messages.map(({ sent_at: sentAt }, at) => {
    const before = messages
      .slice(0, at)
      .filter((other) => Date.parse(sentAt) - Date.parse(other.sent_at) <= 90_000);
    return makeReading({ keywords: [String(before.length)] });
  });

const nothing = async (): Promise<void> => undefined;

describe('reading in pieces', () => {
  const said = Array.from({ length: 60 }, (_, at) => ({ who: `p-${at % 3}`, minute: at / 4 }));

  it('gives each line what was said just before it', async () => {
    const { facts } = smallSession({ said });
    const whole = await readChat(facts, counting);
    expect(await readChat(facts, counting, nothing, 10)).toEqual(whole);
    expect(await readChat(facts, counting, nothing, 7)).toEqual(whole);
    expect(whole).toHaveLength(60);
  });

  it('breathes after every piece', async () => {
    const { facts } = smallSession({ said });
    let breaths = 0;
    await readChat(
      facts,
      counting,
      async () => {
        breaths += 1;
      },
      20,
    );
    expect(breaths).toBe(3);
  });

  it('tells when quizzes were open', async () => {
    const { facts } = smallSession({
      said: said.slice(0, 1),
      answered: [
        { who: 'p-1', minute: 5 },
        { who: 'p-2', minute: 7 },
      ],
    });
    const contexts: unknown[] = [];
    await readChat(facts, (messages, context) => {
      contexts.push(context);
      return counting(messages, context);
    });
    expect(contexts).toEqual([
      { quizzes: [{ from: '2026-03-02T00:04:00.000Z', to: '2026-03-02T00:07:00.000Z' }] },
    ]);
  });
});
