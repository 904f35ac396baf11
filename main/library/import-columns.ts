/** Which column of a file saved by another tool means which field, in Korean and English. Pure. */
import type { sessionImportKinds } from '../../contract/sessions.ts';

export type ImportKind = (typeof sessionImportKinds)[number];

/** Beside an id; where there is none, the name takes its place. */
const personNames = ['name', 'studentname', 'sendername', 'fullname', '이름', '성명', '학생이름', '학생명'];

const studentIds = [
  ...['studentid', 'userid', 'id', '학번', '학생id', '아이디'],
  ...['student', 'user', '학생', ...personNames],
];

/** Header names as `normalHeader` leaves them. */
const names: Record<ImportKind, Record<string, readonly string[]>> = {
  chat: {
    message_id: ['messageid', '메시지id', '메시지번호', '메세지id'],
    sender_id: [
      'senderid',
      'studentid',
      'userid',
      'id',
      '학번',
      '아이디',
      'sender',
      'from',
      'author',
      'user',
      'name',
      'username',
      '보낸사람',
      '보낸이',
      '발신자',
      '작성자',
      '사용자',
      '이름',
      '닉네임',
    ],
    sender_name: [...personNames, 'sender', 'user', 'username', '보낸사람', '보낸이', '작성자', '닉네임'],
    sender_role: ['senderrole', 'role', '역할', '구분'],
    text: [
      'text',
      'message',
      'content',
      'body',
      'comment',
      '내용',
      '메시지',
      '메세지',
      '본문',
      '대화',
      '대화내용',
    ],
    sent_at: [
      'sentat',
      'time',
      'timestamp',
      'date',
      'datetime',
      'createdat',
      '시간',
      '시각',
      '보낸시각',
      '보낸시간',
      '일시',
      '날짜',
    ],
  },
  quiz_responses: {
    response_id: ['responseid', '응답id', '응답번호'],
    quiz_id: ['quizid', 'quiz', 'questionid', '퀴즈', '퀴즈id', '문항', '문항번호', '문제번호'],
    question: ['question', 'questiontext', '질문', '문제', '문항내용'],
    student_id: studentIds,
    student_name: [...personNames, 'student', 'user', '학생'],
    is_correct: ['iscorrect', 'correct', 'result', '정답여부', '정오', '정답', '결과'],
    response_time_ms: [
      'responsetimems',
      'responsetime',
      'elapsedms',
      '응답시간',
      '응답시간ms',
      '소요시간',
      '풀이시간',
    ],
    answered_at: [
      'answeredat',
      'time',
      'timestamp',
      'submittedat',
      '시간',
      '시각',
      '응답시각',
      '제출시각',
      '일시',
    ],
  },
  attendance: {
    student_id: studentIds,
    student_name: [...personNames, 'student', 'user', '학생'],
    joined_at: [
      'joinedat',
      'jointime',
      'join',
      'entered',
      'start',
      '입장시각',
      '입장시간',
      '입장',
      '참여시간',
      '출석시각',
      '접속시간',
    ],
    left_at: [
      'leftat',
      'leavetime',
      'leave',
      'left',
      'exited',
      'end',
      '퇴장시각',
      '퇴장시간',
      '퇴장',
      '종료시간',
      '나간시각',
    ],
  },
  students: {
    student_id: studentIds,
    name: personNames,
  },
};

/** Fields without which rows of this kind mean nothing. */
const required: Record<ImportKind, readonly string[]> = {
  chat: ['sender_id', 'text', 'sent_at'],
  quiz_responses: ['student_id', 'is_correct', 'answered_at'],
  attendance: ['student_id', 'joined_at'],
  students: ['student_id'],
};

export function missingFields(kind: ImportKind, columns: ReadonlyMap<string, string>): string[] {
  const found = new Set(columns.values());
  return required[kind].filter((field) => !found.has(field));
}

/** Lower case, without spaces, underscores, brackets and the like. */
export function normalHeader(header: string): string {
  return header
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[\s_\-./()[\]:*#]/g, '');
}

/** File column → field; each field once, the better name first. */
export function mapColumns(kind: ImportKind, headers: readonly string[]): Map<string, string> {
  const columns = new Map<string, string>();
  for (const [field, known] of Object.entries(names[kind])) {
    for (const name of known) {
      const header = headers.find((one) => normalHeader(one) === name && !columns.has(one));
      if (header === undefined) continue;
      columns.set(header, field);
      break;
    }
  }
  return columns;
}

/** The kind whose required fields are all there and that explains most columns; undefined when none does. */
export function detectKind(headers: readonly string[]): ImportKind | undefined {
  let best: { kind: ImportKind; explained: number } | undefined;
  // Most telling first: a roster's columns are part of every other kind.
  for (const kind of ['attendance', 'quiz_responses', 'chat', 'students'] as const) {
    const columns = mapColumns(kind, headers);
    if (missingFields(kind, columns).length > 0) continue;
    if (best === undefined || columns.size > best.explained) best = { kind, explained: columns.size };
  }
  return best?.kind;
}
