import { describe, expect, it } from 'vitest';
import { makeClassroom } from '../../testing/classroom.ts';
import { type SmallSession, at, smallSession } from '../../testing/session-facts.ts';
import { countClass } from './pupil-figures.ts';
import { assessRisks } from './risk.ts';
import { joinTimeline } from './timeline.ts';

function risksOf({ facts, readings }: ReturnType<typeof smallSession>) {
  const timeline = joinTimeline(facts, readings, { includeChat: true, includeSignals: false });
  return assessRisks(countClass(timeline), timeline.recordings);
}

const others = ['p-1', 'p-2', 'p-3', 'p-4', 'p-5', 'p-6'];
const items = ['q-1', 'q-2', 'q-3', 'q-4', 'q-5'];

/** A class that does well, and p-0 as the test has it. */
function withPupil(pupil: Pick<SmallSession, 'said' | 'answered'>): SmallSession {
  return {
    students: ['p-0', ...others],
    said: [
      ...others.flatMap((who) => [3, 13, 23, 33].map((minute) => ({ who, minute }))),
      ...(pupil.said ?? []),
    ],
    answered: [
      ...others.flatMap((who, number) =>
        items.map((item, position) => ({
          ...{ who, item, minute: position * 7 + 4, seconds: 9 + number / 2 },
          right: position !== number % 5,
        })),
      ),
      ...(pupil.answered ?? []),
    ],
  };
}

const answers = (right: boolean[], seconds = 10) =>
  right.map((isRight, position) => ({
    who: 'p-0',
    item: items[position] ?? '',
    minute: position * 7 + 4,
    right: isRight,
    seconds,
  }));
const hard = (minute: number) => ({ who: 'p-0', minute, reading: { sentiment: 'negative' as const } });

describe('who may need help', () => {
  it('shows several kinds of trouble, each with its value, the class’s median and where it was seen', () => {
    const session = withPupil({
      answered: answers([false, false, false, true, false]),
      said: [hard(8), hard(18), hard(28), { who: 'p-0', minute: 30 }],
    });
    const [risk, ...more] = risksOf(smallSession(session));
    expect(more).toEqual([]);
    expect(risk).toMatchObject({ studentId: 'p-0', name: '이름 p-0' });
    expect(risk?.reasons.map(({ signal }) => signal).toSorted()).toEqual([
      'negative_messages',
      'wrong_answers',
    ]);
    const wrong = risk?.reasons.find(({ signal }) => signal === 'wrong_answers');
    expect(wrong).toMatchObject({ value: 0.8, classMedian: 0.2, count: 4, of: 5 });
    expect(wrong?.evidence.map(({ ref }) => ref)).toEqual(['q-1', 'q-2', 'q-3', 'q-5']);
    expect(wrong?.evidence[0]).toMatchObject({ time: 240, source: 'quiz' });
  });

  it('is nobody for one kind of trouble alone, however plain', () => {
    expect(
      risksOf(smallSession(withPupil({ answered: answers([false, false, false, false, false]) }))),
    ).toEqual([]);
    const said = [hard(2), hard(8), hard(18), hard(28), hard(35)];
    expect(
      risksOf(smallSession(withPupil({ answered: answers([true, true, true, false, true]), said }))),
    ).toEqual([]);
  });

  it('is nobody who is late and slow, and gets it right', () => {
    const session: SmallSession = {
      ...withPupil({ answered: answers([true, true, false, true, true], 30) }),
      attended: ['p-0', ...others].map((who) => [who, who === 'p-0' ? 15 : 0, 40]),
    };
    expect(risksOf(smallSession(session))).toEqual([]);
  });

  it('is nobody for one event: one wrong and slow answer, one message, one late arrival', () => {
    const session: SmallSession = {
      ...withPupil({
        answered: answers([false, true, true, true, true]).map((one, number) =>
          Object.assign(one, number === 0 ? { seconds: 60 } : {}),
        ),
        said: [hard(8)],
      }),
      attended: ['p-0', ...others].map((who) => [who, who === 'p-0' ? 15 : 0, 40]),
    };
    expect(risksOf(smallSession(session))).toEqual([]);
  });

  it('is not said of a class too small to have a middle', () => {
    const session: SmallSession = {
      answered: [
        ...answers([false, false, false, false, false]),
        ...items.map((item, position) => ({ who: 'p-1', item, minute: position * 7 + 4 })),
      ],
      said: [hard(2), hard(8), hard(18), hard(28)],
    };
    expect(risksOf(smallSession(session))).toEqual([]);
  });

  it('is not those who leave out items that came while they were away', () => {
    const session: SmallSession = {
      ...withPupil({ answered: answers([true, true]), said: [{ who: 'p-0', minute: 3 }] }),
      attended: ['p-0', ...others].map((who) => [who, 0, who === 'p-0' ? 14 : 40]),
    };
    const skipped = risksOf(smallSession(session)).flatMap(({ reasons }) =>
      reasons.filter(({ signal }) => signal === 'skipped_answers' || signal === 'falling_participation'),
    );
    expect(skipped).toEqual([]);
  });

  it('says nothing where nothing is known', () => {
    expect(risksOf(smallSession({}))).toEqual([]);
    expect(risksOf(smallSession({ students: ['p-1', 'p-2', 'p-3', 'p-4', 'p-5'] }))).toEqual([]);
  });

  it('does not follow the order in which things were stored', () => {
    const { facts, readings } = makeClassroom({ seed: 3, pupils: 30 });
    const turned = {
      ...facts,
      students: facts.students.toReversed(),
      attendance: facts.attendance.toReversed(),
    };
    expect(risksOf({ facts: turned, readings })).toEqual(risksOf({ facts, readings }));
  });
});

const total = (classes: ReturnType<typeof makeClassroom>[]) => {
  let [right, wrong, missed] = [0, 0, 0];
  for (const classroom of classes) {
    const found = risksOf(classroom).map(({ studentId }) => studentId);
    right += found.filter((id) => classroom.struggling.has(id)).length;
    wrong += found.filter((id) => !classroom.struggling.has(id)).length;
    missed += [...classroom.struggling].filter((id) => !found.includes(id)).length;
  }
  return { precision: right / (right + wrong), recall: right / (right + missed) };
};

describe('on simulated classes', () => {
  const seeds = Array.from({ length: 60 }, (_, number) => 40 + number);

  it.each([
    { pupils: 5, precision: 0.8, recall: 0.45 },
    { pupils: 30, precision: 0.85, recall: 0.6 },
    { pupils: 200, precision: 0.8, recall: 0.6 },
  ])(
    'finds most of those who struggle in a class of $pupils and few others',
    ({ pupils, precision, recall }) => {
      const some = seeds.slice(0, 300 / pupils + 2);
      const figures = total(some.map((seed) => makeClassroom({ seed, pupils })));
      expect(figures.precision).toBeGreaterThanOrEqual(precision);
      expect(figures.recall).toBeGreaterThanOrEqual(recall);
    },
  );

  it('finds fewer, but not others, when much of the data is missing', () => {
    const missing = { chat: 0.5, quiz: 0.4, attendance: true };
    const figures = total(seeds.slice(0, 15).map((seed) => makeClassroom({ seed, pupils: 30, missing })));
    expect(figures.precision).toBeGreaterThanOrEqual(0.8);
    expect(figures.recall).toBeLessThan(0.6);
  });

  it('the same seed is the same class', () => {
    expect(makeClassroom({ seed: 9, pupils: 8 })).toEqual(makeClassroom({ seed: 9, pupils: 8 }));
    expect(makeClassroom({ seed: 9, pupils: 8 }).facts.chat[0]?.atMs).toBeGreaterThanOrEqual(at(0));
  });
});
