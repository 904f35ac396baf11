import { describe, expect, it } from 'vitest';
import { slides, speech, studyOf } from '../../../testing/session-facts.ts';
import type { SmallSession } from '../../../testing/session-facts.ts';
import type { Insight, InsightOf } from './insight.ts';

async function only<K extends Insight['kind']>(kind: K, session: SmallSession): Promise<InsightOf<K>[]> {
  const { insights } = await studyOf(session);
  return insights.filter((insight): insight is InsightOf<K> => insight.kind === kind);
}

const hard = (who: string, minute: number) => ({
  who,
  minute,
  text: '모르겠어요',
  reading: { sentiment: 'negative' as const, intent: 'feedback' as const },
});

const unansweredConfidence = async (recording: SmallSession['recording']) =>
  (
    await only('unanswered_question', {
      said: [{ who: 'p-1', minute: 5, reading: { intent: 'question' } }],
      recording: recording ?? {},
    })
  )[0]?.confidence;

const answers = (item: string, right: boolean[], question: string) =>
  right.map((isRight, at) => ({ who: `p-${at}`, minute: 25, item, question, right: isRight }));

const burst = (people: number) =>
  Array.from({ length: 12 }, (_, at) => ({ who: `p-${at % people}`, minute: 20 + at / 30 }));

const text = (words: number, seed: number) =>
  Array.from({ length: words }, (_, at) => `낱말${seed}x${at}`).join(' ');

describe('confusion', () => {
  const recording = { slides: slides('분수', '통분', '약분', '정리') };

  it('is where several pupils say so at the same time, with the screen they wrote about', async () => {
    const said = [hard('p-1', 12), hard('p-2', 12.5), hard('p-3', 13), hard('p-1', 30)];
    const found = await only('confusion', { said, recording });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ pupils: 3, messages: 3, slide: '통분' });
    expect(found[0]?.evidence[0]).toMatchObject({ ref: 'm-1', time: 690 });
  });

  it('takes the screen before when the page was turned just before they wrote', async () => {
    const said = [hard('p-1', 20.1), hard('p-2', 20.2), hard('p-3', 20.3)];
    expect(await only('confusion', { said, recording })).toMatchObject([{ slide: '통분' }]);
  });

  it('is not one pupil who writes a lot, nor three over the whole lesson', async () => {
    const loud = [1, 2, 3, 4, 5, 6].map((number) => hard('p-1', 12 + number / 10));
    expect(await only('confusion', { said: loud })).toEqual([]);
    expect(await only('confusion', { said: [hard('p-1', 3), hard('p-2', 15), hard('p-3', 30)] })).toEqual([]);
  });

  it('is held against what is usual: a class that always asks is not always confused', async () => {
    const said = Array.from({ length: 40 }, (_, minute) =>
      ['p-1', 'p-2', 'p-3', 'p-4', 'p-5'].map((who, at) => hard(who, minute + at / 10)),
    ).flat();
    expect(await only('confusion', { said })).toEqual([]);
  });
});

describe('unanswered questions', () => {
  const question = { who: 'p-1', minute: 5, reading: { intent: 'question' as const } };

  it('have neither a teacher’s message nor another pupil’s answer within three minutes', async () => {
    const teacher = { who: 't-1', minute: 7, isTeacher: true };
    const answer = { who: 'p-2', minute: 7, reading: { intent: 'answer' as const } };
    expect(await only('unanswered_question', { said: [question] })).toMatchObject([
      { count: 1, questions: 1 },
    ]);
    expect(await only('unanswered_question', { said: [question, teacher] })).toEqual([]);
    expect(await only('unanswered_question', { said: [question, answer] })).toEqual([]);
    for (const none of [
      { ...teacher, minute: 8.5 },
      { ...answer, who: 'p-1' },
      { ...answer, reading: {} },
    ]) {
      expect(await only('unanswered_question', { said: [question, none] })).toHaveLength(1);
    }
  });

  it('are less certain while somebody spoke, or where nobody knows', async () => {
    const quiet = await unansweredConfidence({ speech: speech(2400, [[200, 600]]) });
    expect(await unansweredConfidence({ speech: speech(2400, []) })).toBeLessThan(quiet ?? 0);
    expect(await unansweredConfidence({})).toBeLessThan(quiet ?? 0);
  });
});

describe('hard quiz items', () => {
  it('come with the moment at which their matter was taught', async () => {
    const found = await only('hard_quiz_item', {
      answered: [
        ...answers('q-1', [true, true, true, true, false], '분수의 뜻은 무엇인가요?'),
        ...answers('q-2', [false, false, false, false, true], '다음 중 통분을 바르게 한 것은?'),
      ],
      recording: { slides: slides('분수의 뜻', '통분하기', '약분하기', '통분 복습') },
    });
    expect(found).toMatchObject([
      {
        question: '다음 중 통분을 바르게 한 것은?',
        wrong: 4,
        answered: 5,
        taughtAt: '통분하기',
        evidence: [
          { source: 'slide', ref: '2', time: 600 },
          { source: 'quiz', ref: 'q-2', time: 1500 },
        ],
      },
    ]);
  });

  it('are not those that one or two pupils answered', async () => {
    expect(await only('hard_quiz_item', { answered: answers('q-1', [false, false], '통분') })).toEqual([]);
  });

  it('say nothing about a moment when the words are nowhere', async () => {
    const session = {
      answered: answers('q-1', [false, false, false], '광합성이 일어나는 곳은?'),
      recording: { slides: slides('분수의 뜻', '통분하기') },
    };
    expect(await only('hard_quiz_item', session)).toMatchObject([
      { taughtAt: null, evidence: [{ source: 'quiz' }] },
    ]);
  });

  it('count the first answer of a pupil', async () => {
    const again = answers('q-1', [true, true, true], '통분').map((one) => Object.assign(one, { minute: 30 }));
    const session = { answered: [...answers('q-1', [false, false, false], '통분'), ...again] };
    expect(await only('hard_quiz_item', session)).toMatchObject([{ wrong: 3, answered: 3 }]);
  });
});

describe('silent stretches', () => {
  it('are far longer than the lesson’s pauses, without chat', async () => {
    const pauses = [
      [60, 64],
      [200, 205],
      [400, 404],
      [900, 1020],
    ] as const;
    const recording = { speech: speech(2400, pauses) };
    expect(await only('silence', { recording })).toMatchObject([
      { longestSec: 120, count: 1, evidence: [{ time: 900, end_time: 1020, source: 'speech' }] },
    ]);
    const said = Array.from({ length: 6 }, (_, at) => ({ who: `p-${at}`, minute: 15.5 + at / 10 }));
    expect(await only('silence', { recording, said })).toEqual([]);
  });
});

describe('chat bursts', () => {
  it('stand out from the lesson’s own rate and come from several pupils', async () => {
    const usual = Array.from({ length: 40 }, (_, minute) => ({ who: 'p-1', minute }));
    const found = await only('chat_burst', { said: [...usual, ...burst(5)] });
    expect(found).toHaveLength(1);
    expect(found[0]?.evidence[0]?.time).toBeCloseTo(1200, -1);
    expect(await only('chat_burst', { said: [...usual, ...burst(1)] })).toEqual([]);
    const busy = Array.from({ length: 800 }, (_, at) => ({ who: `p-${at % 9}`, minute: at / 20 }));
    expect(await only('chat_burst', { said: busy })).toEqual([]);
  });
});

const deck = (wordsOf: (at: number) => number) =>
  Array.from({ length: 13 }, (_, at) => ({
    seq: at + 1,
    startSec: at * 180,
    endSec: (at + 1) * 180,
    heading: `화면 ${at + 1}`,
    text: text(wordsOf(at), at),
  }));

describe('pace', () => {
  it('is too fast only against the lesson’s own middle', async () => {
    const slow = { slides: deck(() => 60) };
    expect(await only('pace', { recording: slow })).toEqual([]);
    const fast = { slides: deck((at) => (at === 6 ? 400 : 60)) };
    expect(await only('pace', { recording: fast })).toMatchObject([
      { wordsPerMin: 133, usualPerMin: 20, slide: '화면 7', evidence: [{ time: 1080, end_time: 1260 }] },
    ]);
  });
});

describe('who has not been heard from', () => {
  const said = ['p-1', 'p-2', 'p-3'].flatMap((who) => [1, 11, 21].map((minute) => ({ who, minute })));

  it('was there and did nothing while most did', async () => {
    const attended = ['p-1', 'p-2', 'p-3', 'p-4', 'p-5'].map((who): [string, number, number] => [who, 0, 40]);
    const there = await only('not_heard_from', { said, attended });
    expect(there).toMatchObject([{ studentIds: ['p-4', 'p-5'], there: 5 }]);
    const roster = await only('not_heard_from', { said, students: ['p-4'] });
    expect(roster[0]?.confidence).toBeLessThan(there[0]?.confidence ?? 0);
  });

  it('is nobody who was away, and nobody in a lesson in which hardly anybody wrote', async () => {
    const attended: [string, number, number][] = [
      ['p-1', 0, 40],
      ['p-2', 0, 40],
      ['p-3', 0, 40],
      ['p-4', 0, 5],
    ];
    expect(await only('not_heard_from', { said, attended })).toEqual([]);
    const many = Array.from({ length: 20 }, (_, at) => `p-${at + 10}`);
    expect(await only('not_heard_from', { said, students: many })).toEqual([]);
  });
});
