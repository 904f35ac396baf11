/** Heads of the columns of an exported table, and what its marks mean, for people who open it in a spreadsheet. */
import type { Language } from './session-texts.ts';

type Words = {
  parts: Record<string, string>;
  columns: Record<string, string>;
  marks: Record<string, string>;
};

const korean: Words = {
  parts: {
    ...{ insights: '눈에 띈 점', students: '학생', help: '살펴볼 학생', topics: '주제' },
    ...{ timeline: '시간별', chat: '채팅' },
  },
  columns: {
    ...{ kind: '종류', text: '내용', confidence: '확신', position: '영상 위치', seconds: '초' },
    ...{
      end_seconds: '끝(초)',
      at: '시각',
      recording_id: '영상 번호',
      student_id: '학생 번호',
      name: '이름',
    },
    ...{ engagement: '참여도', participation: '참여한 구간', quiz_accuracy: '정답률', questions: '질문' },
    ...{ messages: '메시지', answers: '답', presence: '출석', positive: '긍정', neutral: '보통' },
    ...{
      negative: '부정',
      note: '교사 메모',
      done: '챙김',
      risk_score: '도움 신호',
      intervention: '해 볼 일',
    },
    ...{ signal: '근거', value: '값', class_median: '학급 중앙값', count: '횟수', wrong: '오답' },
    ...{ speech: '말한 비율', message_id: '메시지 번호', sender_id: '보낸 사람 번호', sender_role: '역할' },
    ...{
      sender_name: '보낸 사람',
      sent_at: '보낸 시각',
      sentiment: '기분',
      sentiment_confidence: '기분 확신',
    },
    ...{ intent: '의도', intent_confidence: '의도 확신', keywords: '주제어', is_spam: '스팸' },
    ...{ is_abusive: '욕설·괴롭힘', severity: '심각도', reasons: '이유' },
  },
  marks: {
    ...{
      positive: '긍정',
      neutral: '보통',
      negative: '부정',
      question: '질문',
      answer: '답',
      feedback: '의견',
    },
    ...{ request: '부탁', greeting: '인사', other: '그 밖', student: '학생', teacher: '교사' },
    ...{ none: '없음', low: '낮음', medium: '보통', high: '높음', true: '예', false: '아니요' },
    ...{ confusion: '헷갈린 때', unanswered_question: '답 없는 질문', hard_quiz_item: '많이 틀린 문제' },
    ...{
      silence: '긴 침묵',
      chat_burst: '채팅이 몰린 때',
      pace: '빠른 진도',
      not_heard_from: '소식 없는 학생',
    },
    ...{ wrong_answers: '오답', slow_answers: '느린 답', negative_messages: '어렵다는 메시지' },
    ...{ skipped_answers: '건너뛴 문제', falling_participation: '줄어든 참여', absence: '자리 비움' },
  },
};

const english: Words = {
  parts: {
    ...{ insights: 'insights', students: 'pupils', help: 'may need help', topics: 'topics' },
    ...{ timeline: 'timeline', chat: 'chat' },
  },
  columns: {},
  marks: {},
};

const words: Record<Language, Words> = { ko: korean, en: english };

/** Columns whose values are marks of the program, not somebody's words or a number. */
const markColumns = new Set([
  ...['kind', 'signal', 'sentiment', 'intent', 'severity', 'sender_role'],
  ...['is_spam', 'is_abusive', 'done'],
]);

export function partName(part: string, language: Language): string {
  return words[language].parts[part] ?? part;
}

export function columnHead(column: string, language: Language): string {
  return words[language].columns[column] ?? column.replaceAll('_', ' ');
}

/** @returns what stands in the cell */
export function cellText(
  column: string,
  value: string | number | boolean | null,
  language: Language,
): string | number {
  if (value === null) return '';
  if (markColumns.has(column))
    return words[language].marks[String(value)] ?? String(value).replaceAll('_', ' ');
  return typeof value === 'boolean' ? String(value) : value;
}
