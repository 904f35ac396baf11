/** What files of other tools may look like. Column names that are understood: main/library/import-columns.ts. */
import type { SessionImportKind } from '../../../api/class-session.ts';
import type { Language } from '../../../i18n/language.tsx';
import type { SheetField } from './sheet-fields.ts';

export const sheetKinds = [
  'chat',
  'quiz_responses',
  'attendance',
  'students',
] as const satisfies readonly SessionImportKind[];

/** Whole files: they can be brought in as they stand. */
export const sheetExamples: Record<Language, Record<SessionImportKind, string>> = {
  ko: {
    chat: [
      '보낸사람,역할,시간,내용',
      '20301,학생,09:12:05,밑이 1이면 왜 안 돼요?',
      't-kim,교사,09:12:40,"좋은 질문이에요, 같이 볼까요?"',
    ].join('\n'),
    quiz_responses: [
      '학번,문항,문제,정답여부,응답시간,제출시각',
      '20301,q1,log₂8의 값은?,O,8200,09:20:11',
      '20302,q1,log₂8의 값은?,X,15400,09:20:19',
    ].join('\n'),
    attendance: ['학번,입장시각,퇴장시각', '20301,09:00:12,09:47:30', '20302,09:03:00,'].join('\n'),
    students: ['학번,이름', '20301,이서연', '20302,박도윤'].join('\n'),
  },
  en: {
    chat: [
      'sender,role,time,message',
      '20301,student,09:12:05,Why can the base not be 1?',
      't-kim,teacher,09:12:40,"Good question, shall we look?"',
    ].join('\n'),
    quiz_responses: [
      'student_id,quiz_id,question,correct,response_time_ms,submitted_at',
      '20301,q1,What is log₂8?,O,8200,09:20:11',
      '20302,q1,What is log₂8?,X,15400,09:20:19',
    ].join('\n'),
    attendance: ['student_id,joined_at,left_at', '20301,09:00:12,09:47:30', '20302,09:03:00,'].join('\n'),
    students: ['student_id,name', '20301,Seoyeon Lee', '20302,Doyun Park'].join('\n'),
  },
};

type KnownColumn = { field: SheetField; names: readonly string[]; isNeeded: boolean };

const needed = (field: SheetField, ...names: string[]): KnownColumn => ({ field, names, isNeeded: true });
const useful = (field: SheetField, ...names: string[]): KnownColumn => ({ field, names, isNeeded: false });

/** Usual names of columns; more are understood. */
export const knownColumns: Record<SessionImportKind, readonly KnownColumn[]> = {
  chat: [
    needed('sender_id', '보낸사람', '이름', '학번', 'sender'),
    needed('sent_at', '시간', '보낸시각', 'time'),
    needed('text', '내용', '메시지', 'message'),
    useful('sender_name', '이름', 'name'),
    useful('sender_role', '역할', 'role'),
  ],
  quiz_responses: [
    needed('student_id', '학번', '학생', 'student_id'),
    needed('is_correct', '정답여부', '정오', 'correct'),
    needed('answered_at', '제출시각', '시간', 'submitted_at'),
    useful('student_name', '이름', 'name'),
    useful('quiz_id', '문항', 'quiz_id'),
    useful('question', '문제', '질문', 'question'),
    useful('response_time_ms', '응답시간', 'response_time_ms'),
  ],
  attendance: [
    needed('student_id', '학번', '학생', 'student_id'),
    needed('joined_at', '입장시각', '참여시간', 'joined_at'),
    useful('student_name', '이름', 'name'),
    useful('left_at', '퇴장시각', '종료시간', 'left_at'),
  ],
  students: [needed('student_id', '학번', '아이디', 'student_id'), useful('name', '이름', '성명', 'name')],
};
