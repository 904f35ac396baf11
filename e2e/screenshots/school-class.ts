/** A made-up class of 28 around the lesson that is shown in full: who was there, what they wrote and answered. */
import { seeded } from '../../main/base/seeded.ts';

const names = [
  ...[
    '하준',
    '서아',
    '도윤',
    '지유',
    '시우',
    '하은',
    '예준',
    '수아',
    '유준',
    '다은',
    '주원',
    '채원',
    '건우',
    '소율',
  ],
  ...[
    '민재',
    '지안',
    '현우',
    '서윤',
    '지호',
    '예린',
    '승우',
    '가은',
    '준서',
    '나연',
    '은우',
    '유나',
    '태윤',
    '보민',
  ],
];
export const roster = names.map((name, index) => ({ student_id: `s${index}`, name }));

/** Share of the lesson at which it was written, number of the pupil (−1: the teacher), text. */
type Line = readonly [at: number, who: number, text: string];

/** As such a lesson goes: greetings, a quiet start, trouble with one slide, an answer, relief, goodbyes. */
const lines: readonly Line[] = [
  ...([
    [0.01, 0, '선생님 안녕하세요!'],
    [0.013, 4, '안녕하세요~'],
    [0.018, 11, '안녕하세요 ㅎㅎ'],
    [0.02, 7, '소리 잘 들려요'],
    [0.026, 15, '저 왔어요'],
    [0.04, -1, '다들 반가워요. 지난 시간에 지수를 배웠죠?'],
    [0.05, 2, '네'],
    [0.052, 9, '넵'],
    [0.09, -1, '로그의 뜻을 한 문장으로 말해 볼 사람?'],
    [0.1, 5, 'a를 몇 번 곱해야 N이 되는지요'],
    [0.108, 13, '지수를 거꾸로 한 거요'],
    [0.115, 20, 'aˣ = N일 때 x요'],
    [0.13, 1, '진수 조건은 왜 필요해요?'],
    [0.14, -1, '로그를 거듭제곱으로 되돌려 생각해 보세요'],
    [0.15, 8, 'N이 0이면 안 되는 거죠?'],
    [0.17, 16, '아하 이해했어요'],
    [0.19, 22, '밑이 1이면 왜 안 돼요?'],
    [0.2, 5, '1은 몇 번 곱해도 1이라서요'],
    [0.21, 22, '오 그렇네 감사합니다'],
    [0.24, 3, '필기했어요'],
    [0.27, 12, '로그의 성질은 외워야 해요?'],
    [0.28, -1, '지수 법칙에서 나와요. 외우기 전에 한 번 유도해 볼게요'],
    [0.31, 18, '곱이 합이 되는 게 신기해요'],
    [0.33, 25, '재밌어요 ㅋㅋ'],
    [0.36, 6, 'k가 앞으로 나오는 거 맞죠?'],
    [0.37, 10, '네 맞아요'],
    [0.4, 14, '화면 조금만 크게 해 주세요'],
    [0.43, 19, '공책에 다 적었어요'],
    [0.47, 23, '다음 거 어려워 보여요'],
  ] as const),
  ...([
    [0.505, 17, '밑의 변환 왜 하는 거예요?'],
    [0.51, 1, '갑자기 어려워요 ㅠㅠ'],
    [0.515, 8, '분수가 왜 나와요?'],
    [0.518, 21, '하나도 모르겠어요'],
    [0.522, 26, '방금 거 다시 설명해 주세요'],
    [0.527, 3, '저도 이해가 안 돼요'],
    [0.531, 12, '밑을 왜 10으로 바꿔요?'],
    [0.536, 17, '따라가기 힘들어요 ㅠ'],
    [0.54, 21, '포기하고 싶다..'],
    [0.546, 14, '너무 빨라요'],
    [0.552, 24, 'log b ÷ log a 순서가 헷갈려요'],
    [0.558, 1, '모르겠어요 진짜'],
    [0.6, -1, '좋은 질문이에요. 처음부터 다시 해 볼게요'],
    [0.62, 5, '계산기에는 밑이 10인 것만 있어서요'],
    [0.635, 12, '아 그래서 바꾸는 거구나'],
    [0.65, 24, '이제 알겠어요!'],
    [0.66, 27, '무료 코인 받으세요 http://free-coin.example 지금 클릭!!'],
    [0.67, 17, '그래도 아직 어려워요'],
  ] as const),
  ...([
    [0.69, -1, '함께 풀어요. log₂ 12 − log₂ 3 은 얼마일까요?'],
    [0.705, 4, '답은 2예요'],
    [0.708, 9, '저도 2 나왔어요'],
    [0.712, 20, '2요! log₂ 4'],
    [0.716, 0, '2'],
    [0.722, 13, '2입니다'],
    [0.73, 27, '바보들 ㅋㅋ 그것도 모르냐'],
    [0.75, 21, '저만 틀렸나 봐요 ㅠㅠ'],
    [0.78, 6, '교과서 42쪽 3번은 숙제예요?'],
    [0.85, -1, '3번까지 해 오세요'],
    [0.87, 16, '네 알겠습니다'],
    [0.9, 26, '밑의 변환은 시험에 나와요?'],
    [0.93, 17, '숙제 못 할 것 같아요..'],
    [0.95, 2, '오늘 재밌었어요'],
    [0.97, 0, '감사합니다!'],
    [0.975, 11, '감사합니다~'],
    [0.98, 7, '안녕히 계세요'],
  ] as const),
];

const questions = [
  { text: '로그의 진수가 될 수 있는 수는?', at: 0.22, hardness: 0.15 },
  { text: 'log₂ 8의 값은?', at: 0.29, hardness: 0.1 },
  { text: '로그의 성질로 옳은 것은?', at: 0.44, hardness: 0.25 },
  { text: '밑의 변환 공식으로 log₂ 5를 나타내면?', at: 0.66, hardness: 0.62 },
  { text: 'log₂ 12 − log₂ 3의 값은?', at: 0.74, hardness: 0.3 },
  { text: '밑을 바꾸면 변하지 않는 것은?', at: 0.84, hardness: 0.5 },
];
/** Pupils who have a hard time that day. */
const struggling = new Set([17, 21]);

/** @param startMs beginning of the recording @param seconds its length */
export function schoolClass(startMs: number, seconds: number) {
  const random = seeded(20260302);
  const moment = (share: number): string => new Date(startMs + share * seconds * 1000).toISOString();
  return {
    students: roster,
    chat: lines.map(([at, who, text], index) => ({
      message_id: `math-1-${index}`,
      sender_id: who < 0 ? 'teacher-1' : `s${who}`,
      sender_role: who < 0 ? 'teacher' : 'student',
      text,
      sent_at: moment(at),
    })),
    quiz: questions.flatMap(({ text, at, hardness }, item) =>
      roster.flatMap(({ student_id: studentId }, pupil) => {
        const isStruggling = struggling.has(pupil);
        if (random() < (isStruggling ? 0.25 : 0.04)) return [];
        const ms = Math.round((isStruggling ? 16_000 : 8000) * (0.6 + random()));
        return [
          {
            response_id: `q${item + 1}-${studentId}`,
            quiz_id: `q${item + 1}`,
            question: text,
            student_id: studentId,
            is_correct: random() > (isStruggling ? Math.min(0.9, hardness + 0.45) : hardness),
            response_time_ms: ms,
            answered_at: moment(at + ms / 1000 / seconds / 4),
          },
        ];
      }),
    ),
    attendance: roster.map(({ student_id }, pupil) => ({
      student_id,
      joined_at: moment(pupil === 21 ? 0.3 : 0),
      left_at: moment(pupil === 23 ? 0.6 : 1),
    })),
  };
}
