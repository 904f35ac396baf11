import { describe, expect, it } from 'vitest';
import { studentFeedbackSchema, teacherFeedbackSchema } from '../../../contract/session-analysis.ts';
import { makeClassroom } from '../../testing/classroom.ts';
import { type SmallSession, lessonId, slides, speech, studyOf } from '../../testing/session-facts.ts';
import { studentFeedback, wantedTopics } from './student-feedback.ts';
import { insightText } from './session-texts.ts';
import { studySession } from './study.ts';
import { teacherFeedback } from './teacher-feedback.ts';

const recording = {
  slides: slides('분수의 뜻', '통분하기', '약분하기', '정리'),
  chapters: [
    { chapterId: 'c-1', startSec: 0, title: '분수' },
    { chapterId: 'c-2', startSec: 600, title: '통분' },
  ],
};
const busy: SmallSession = {
  recording,
  students: ['p-1', 'p-2'],
  said: [
    { who: 'p-1', minute: 5, text: '분모가 뭐예요?', reading: { intent: 'question' } },
    { who: 'p-1', minute: 15, text: '어려워요', reading: { sentiment: 'negative', intent: 'feedback' } },
    { who: 'p-1', minute: 26, text: '3분의 1요', reading: { intent: 'answer' } },
    { who: 'p-2', minute: 27 },
  ],
  answered: [
    { who: 'p-1', minute: 30, item: 'q-1', question: '통분을 바르게 한 것은?', right: false },
    { who: 'p-1', minute: 32, item: 'q-2', question: '분수의 뜻은?', right: true },
    { who: 'p-2', minute: 30, item: 'q-1', question: '통분을 바르게 한 것은?', right: true },
    { who: 'p-2', minute: 34, item: 'q-3', question: '약분하면?', right: true },
  ],
};

async function feedbackOf(session: SmallSession, language: 'ko' | 'en' = 'ko', studentId = 'p-1') {
  const story = (await studyOf(session)).stories.find((one) => one.studentId === studentId);
  if (story === undefined) throw new Error('nobody');
  return studentFeedbackSchema.parse(studentFeedback(story, [], language));
}

describe('a pupil’s feedback', () => {
  it('says what went well and what to look at again, with the place in the lesson', async () => {
    const { strengths, improvements, resources } = await feedbackOf(busy);
    expect(strengths.map(({ text }) => text)).toEqual([
      '‘분모가 뭐예요?’ 하고 질문했어요. 모르는 것을 묻는 건 멋진 일이에요.',
      '채팅에서 1번 답을 했어요. 생각을 말해 줘서 고마워요.',
    ]);
    expect(improvements[0]?.text).toBe(
      '‘통분을 바르게 한 것은?’ 문제를 다시 풀어 보세요. 먼저 10:00부터 ‘통분하기’ 부분을 보면 도움이 돼요.',
    );
    expect(improvements[0]?.evidence.map(({ source }) => source)).toEqual(['slide', 'quiz']);
    expect(improvements[1]?.text).toContain('14:30쯤 어렵다고 했지요?');
    expect(improvements[2]?.text).toContain('선생님께 다시 물어보세요');
    expect(improvements[3]?.text).toContain('‘약분하면?’ 문제는 아직 답하지 않았어요');
    expect(resources.map(({ kind, start_time }) => [kind, start_time])).toEqual([
      ['moment', 600],
      ['moment', 1200],
      ['moment', 870],
      ['chapter', 600],
    ]);
    expect(resources.every(({ recording_id }) => recording_id === lessonId)).toBe(true);
  });

  it('is in English where that is asked for', async () => {
    const { improvements, strengths } = await feedbackOf(busy, 'en');
    expect(strengths[0]?.text).toContain('You asked “분모가 뭐예요?”');
    expect(improvements[0]?.text).toBe(
      'Try “통분을 바르게 한 것은?” once more. It helps to watch “통분하기” from 10:00 first.',
    );
  });

  it('shows what was missed', async () => {
    const attended: [string, number, number][] = [
      ['p-1', 6, 21],
      ['p-1', 25, 40],
      ['p-2', 0, 40],
    ];
    const { resources } = await feedbackOf({ ...busy, attended });
    const missed = resources.filter(({ evidence }) => evidence[0]?.source === 'attendance');
    expect(missed.map(({ start_time, end_time }) => [start_time, end_time])).toEqual([
      [0, 360],
      [1260, 1500],
    ]);
  });

  it('is short and honest where there is little, or nothing, to go by', async () => {
    const thin = await feedbackOf({ said: [{ who: 'p-1', minute: 3 }] });
    expect(thin).toMatchObject({ strengths: [], improvements: [], resources: [] });
    expect(thin.note).toContain('남은 기록이 적어서');
    const none = await feedbackOf({ students: ['p-1'] }, 'en');
    expect(none.note).toContain('nothing on record');
  });

  it('tells other lessons what to look for', async () => {
    const story = (await studyOf(busy)).stories[0];
    expect(story && wantedTopics(story)).toEqual(['통분하기', '약분하기', '통분']);
  });

  it('names and compares nobody else, and knows nothing of cameras', async () => {
    const signals = {
      duration: 2400,
      skipped: null,
      samples: [{ time: 0, people: 9, engagement: 0.1 }],
      moments: [
        {
          kind: 'phone_in_use' as const,
          start_time: 0,
          end_time: 60,
          confidence: 0.6,
          count: 1,
          evidence: [],
        },
      ],
    };
    const classroom = makeClassroom({ seed: 11, pupils: 30 });
    for (const one of classroom.facts.recordings) one.signals = signals;
    const study = await studySession(classroom.facts, classroom.readings, {
      includeChat: true,
      includeSignals: true,
    });
    expect(study.engagement.components.map(({ part }) => part)).toContain('camera');
    expect(JSON.stringify(study.profiles)).not.toMatch(/phone|camera|"signal"/);
    for (const story of study.stories) {
      for (const language of ['ko', 'en'] as const) {
        const said = JSON.stringify(studentFeedback(story, [], language));
        const named = classroom.facts.students.filter(
          ({ studentId, name }) => said.includes(studentId) || said.includes(name),
        );
        expect(named).toEqual([]);
        expect(said).not.toMatch(
          /친구|다른 학생|반 평균|중간값|카메라|휴대전화|classmate|other pupils|average|median|camera|phone/i,
        );
      }
    }
  });

  it('is the same text however the others did', async () => {
    const alone = await feedbackOf(busy);
    const others = {
      ...busy,
      answered: (busy.answered ?? []).map((one) =>
        Object.assign({}, one, one.who === 'p-2' ? { right: false } : {}),
      ),
    };
    expect(await feedbackOf(others)).toEqual(alone);
  });
});

const question = (minute: number) => ({
  who: 't-1',
  minute,
  isTeacher: true,
  reading: { intent: 'question' as const },
});

describe('a teacher’s feedback', () => {
  const lesson: SmallSession = {
    recording: { ...recording, speech: speech(2400, [[600, 610]]) },
    said: [
      question(2),
      { who: 'p-1', minute: 2.2, reading: { intent: 'answer' } },
      question(12),
      { who: 'p-1', minute: 12.5, reading: { intent: 'question' } },
      { who: 'p-2', minute: 13, reading: { intent: 'answer' } },
      question(22),
      { who: 'p-2', minute: 22.1, reading: { intent: 'answer', sentiment: 'positive' } },
      question(30),
    ],
  };

  it('measures what is there and says what cannot be told', async () => {
    const study = await studyOf(lesson);
    const feedback = teacherFeedbackSchema.parse(teacherFeedback(study, [], 'ko'));
    const { measures } = feedback;
    expect(measures.wait_time).toMatchObject({ value: 12, count: 3, own_earlier: null });
    expect(measures.questions_per_ten_minutes).toMatchObject({ value: 1, count: 4 });
    expect(measures.talk_share.value).toBeCloseTo(0.996, 2);
    expect(measures.pupil_question_share).toMatchObject({ value: null });
    expect(measures.pupil_question_share.text).toBe('학생 글이 10개보다 적어요.');
    expect(feedback.sentiment.at(-1)).toMatchObject({ positive: 1, negative: 0, evidence: { time: 1200 } });
    expect(feedback.suggestions.map(({ text }) => text).join(' ')).toContain('마음속으로 셋까지');
    const quiet = teacherFeedback(await studyOf({}), [], 'en');
    expect(quiet.note).toBe('Nothing in the record calls for a suggestion.');
    expect(Object.values(quiet.measures).every(({ value }) => value === null)).toBe(true);
  });

  it('compares only with three lessons of one’s own or more', async () => {
    const study = await studyOf(lesson);
    const earlier = [4, 6, 20].map((wait_time) => ({ wait_time }));
    expect(teacherFeedback(study, earlier.slice(1), 'en').measures.wait_time.own_earlier).toBeNull();
    const { wait_time } = teacherFeedback(study, earlier, 'en').measures;
    expect(wait_time.own_earlier).toBe(6);
    expect(wait_time.text).toContain('In your own earlier lessons it is 6 s as a rule.');
  });

  it('ties each suggestion to what it rests on', async () => {
    const { facts, readings } = makeClassroom({ seed: 5, pupils: 30 });
    const study = await studySession(facts, readings, { includeChat: true, includeSignals: false });
    const { suggestions } = teacherFeedback(study, [], 'en');
    expect(suggestions.length).toBeGreaterThan(0);
    expect(suggestions.every(({ evidence }) => evidence.length > 0)).toBe(true);
  });
});

it('every insight has a sentence in both languages', async () => {
  const { facts, readings } = makeClassroom({ seed: 5, pupils: 30, messages: 2000 });
  const study = await studySession(facts, readings, { includeChat: true, includeSignals: false });
  for (const insight of study.insights) {
    for (const language of ['ko', 'en'] as const) {
      const text = insightText(insight, language, (id) => id);
      expect(text).not.toMatch(/undefined|null|NaN|‘’|“”/);
      expect(text.length).toBeGreaterThan(20);
    }
  }
});
