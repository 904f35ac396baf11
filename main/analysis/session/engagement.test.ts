import { describe, expect, it } from 'vitest';
import { type SmallSession, studyOf } from '../../testing/session-facts.ts';

const everyFive = (who: string) => [2, 7, 12, 17, 22, 27, 32, 37].map((minute) => ({ who, minute }));

describe('overall engagement', () => {
  it('is null with a reason when there is nothing, or next to nothing', async () => {
    expect(await studyOf({ recording: null })).toMatchObject({
      overall_engagement: null,
      engagement: { reason: 'no_data' },
    });
    const few = await studyOf({ students: ['p-1', 'p-2'], said: [{ who: 'p-1', minute: 1 }] });
    expect(few).toMatchObject({ overall_engagement: null, engagement: { reason: 'too_little_data' } });
  });

  it('is made of what is known, whose weights sum to one', async () => {
    const { overall_engagement, engagement } = await studyOf({
      said: [...everyFive('p-1'), ...everyFive('p-2')],
    });
    expect(engagement.components.map(({ part }) => part)).toEqual(['breadth', 'steadiness']);
    expect(engagement.components.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 2);
    expect(overall_engagement).toBe(1);
  });

  it('falls with pupils who were there and did nothing, and does not ask who was right', async () => {
    const busy: SmallSession = {
      said: [...everyFive('p-1'), ...everyFive('p-2')],
      attended: [
        ['p-1', 0, 40],
        ['p-2', 0, 40],
      ],
      answered: [
        { who: 'p-1', minute: 5, right: true },
        { who: 'p-2', minute: 5, right: true },
      ],
    };
    const half: SmallSession = {
      ...busy,
      attended: [...(busy.attended ?? []), ['p-3', 0, 40], ['p-4', 0, 40]],
    };
    const full = (await studyOf(busy)).overall_engagement ?? 0;
    expect((await studyOf(half)).overall_engagement).toBeLessThan(full - 0.2);
    const wrong = {
      ...busy,
      answered: (busy.answered ?? []).map((one) => Object.assign({}, one, { right: false })),
    };
    expect((await studyOf(wrong)).overall_engagement).toBe(full);
  });
});

describe('a pupil’s profile', () => {
  it('counts what they typed and answered, and nothing that is spam or abuse', async () => {
    const { profiles } = await studyOf({
      said: [
        { who: 'p-1', minute: 1, reading: { intent: 'question' } },
        { who: 'p-1', minute: 9, reading: { sentiment: 'negative', intent: 'feedback' } },
        { who: 'p-1', minute: 12, reading: { isSpam: true } },
        { who: 'p-1', minute: 13, reading: { sentiment: 'negative', isAbusive: true } },
        { who: 'p-1', minute: 14, reading: { sentiment: 'negative', confidence: 0.4 } },
        ...everyFive('p-2'),
      ],
      answered: [
        { who: 'p-1', minute: 10, right: false },
        { who: 'p-2', minute: 10 },
      ],
    });
    expect(profiles[0]).toMatchObject({
      student_id: 'p-1',
      messages: 3,
      questions: 1,
      answers: 1,
      quiz_accuracy: 0,
      presence: null,
      // Unsure is no mood.
      sentiment: { positive: 0, neutral: 1, negative: 1 },
    });
    expect(profiles[0]?.signals.map(({ kind }) => kind)).toEqual([
      'asked_question',
      'negative_message',
      'wrong_answer',
    ]);
    expect(profiles[0]?.signals[0]?.evidence).toMatchObject({ source: 'chat', ref: 'm-1', time: 60 });
  });

  it('draws the engagement of those with little to go by to the class’s middle', async () => {
    const { profiles } = await studyOf({
      said: ['p-1', 'p-2', 'p-3', 'p-4'].flatMap(everyFive).concat([{ who: 'p-5', minute: 3 }]),
    });
    const engagement = profiles.map((profile) => profile.engagement ?? -1);
    expect(engagement.slice(0, 4)).toEqual([0.5, 0.5, 0.5, 0.5]);
    // Alone it would be 1 / (1 + 8).
    expect(engagement[4]).toBeGreaterThan(0.3);
    expect(engagement[4]).toBeLessThan(0.5);
  });

  it('is null for somebody who was away', async () => {
    const { profiles } = await studyOf({
      students: ['p-3'],
      said: [...everyFive('p-1'), ...everyFive('p-2')],
      attended: [
        ['p-1', 0, 40],
        ['p-2', 0, 40],
      ],
    });
    expect(profiles[2]).toMatchObject({
      student_id: 'p-3',
      presence: 0,
      engagement: null,
      participation: null,
    });
  });
});
