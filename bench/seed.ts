/**
 * A library of made-up lessons: Korean titles, teachers, classes, subjects, chapters, slide words, some chat. Rows are
 * written in bulk; the full-text rows come from the same function the program uses.
 */
import type SqliteDatabase from 'better-sqlite3';
import { textId } from '../main/db/lesson-text.ts';
import { indexedText } from '../main/db/search-text.ts';
import { letterPairs, vocabulary } from '../main/db/search-typo.ts';

export const subjects: Record<string, string[]> = {
  수학: [
    '이차방정식',
    '일차함수',
    '확률과 통계',
    '미분과 적분',
    '삼각비',
    '수열의 극한',
    '집합과 명제',
    '도형의 닮음',
  ],
  영어: [
    '현재완료',
    '관계대명사',
    'Reading Comprehension',
    '가정법',
    'Listening Practice',
    '분사구문',
    'Vocabulary Building',
  ],
  국어: ['현대시 감상', '소설의 시점', '문법: 품사', '토론과 논증', '고전 읽기', '맞춤법'],
  과학: ['광합성', '세포 분열', '전자기 유도', '산과 염기', '뉴턴의 운동 법칙', '지구의 자전', '화학 반응식'],
  사회: ['민주주의와 헌법', '시장 경제', '기후와 생활', '인권 보장', '지방 자치'],
  역사: ['조선의 건국', '산업 혁명', '임진왜란', '대한민국 임시정부', '세계 대전'],
  음악: ['화성학 기초', '판소리 감상', '오케스트라 악기'],
  미술: ['원근법', '인상주의', '색채 이론'],
  체육: ['농구 기본기', '준비 운동', '배드민턴 규칙'],
  정보: ['Python 반복문', '알고리즘과 정렬', '데이터베이스', 'HTML과 CSS', '인공지능 윤리'],
};
const common = (
  '학습 목표 정리 문제 풀이 예제 개념 확인 활동 발표 모둠 질문 과제 복습 단원 교과서 시험 평가 그림 자료 설명 방법 결과 이유 비교 ' +
  '관계 변화 과정 원리 적용 조사 탐구 실험 관찰 분석 의미 특징 종류 예시 정의 정답 오답 공식 그래프 함수 방정식 계산 증명 넓이 부피 길이'
).split(' ');
const particles = ['', '', '', '은', '는', '이', '가', '을', '를', '의', '에서', '으로', '과', '와'];
const english =
  'equation function energy market history review practice grammar question answer students learning example summary homework python graph verb noun sentence'.split(
    ' ',
  );
const chatLines = [
  '선생님 질문 있어요',
  '이해했어요',
  '다시 설명해 주세요',
  '답이 3번 맞나요?',
  '감사합니다',
  '소리가 안 들려요',
  'x² + 2x + 1 = 0 인가요?',
  '숙제가 뭐예요?',
  '화면이 멈췄어요',
];
export const families = '김이박최정강조윤장임한오서신권황안송류홍'.split('');
export const givens =
  '민준 서연 도윤 지우 하준 수아 시우 지민 예준 채원 주원 다은 은우 소율 유진 하은 건우 나연 선우 지안'.split(
    ' ',
  );
const rare = '가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호'.split('');

export type SeededLesson = {
  /** 0-based, oldest first. */
  index: number;
  recordingId: string;
  sessionId: string;
  teacherId: string;
  className: string;
  subject: string;
  startMs: number;
  durationSec: number;
};

export type SeedOptions = {
  lessons: number;
  random: () => number;
  /** So many of the newest lessons are ready and of this length. */
  newest?: { count: number; durationSec: number } | undefined;
  /** Writes what happened in class, chat included. @returns the texts of the chat, for the index */
  inClass?: ((lesson: SeededLesson) => string[]) | undefined;
  /** Called now and then with the number of lessons written. */
  progress?: ((written: number) => void) | undefined;
};

/** Lessons of about six school years, oldest first, one recording each. */
export function seedLibrary(connection: SqliteDatabase.Database, options: SeedOptions): void {
  const { random } = options;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const words = new Map<string, number>();
  const subjectNames = Object.keys(subjects);
  const teachers = Array.from(
    { length: Math.max(4, Math.min(80, Math.ceil(options.lessons / 400))) },
    (_, index) => ({
      id: `t-${index + 1}`,
      name: `${families[index % families.length]}${givens[Math.floor(index / 3) % givens.length]}`,
      subject: subjectNames[index % subjectNames.length] as string,
    }),
  );
  const insert = statements(connection);
  const firstDay = Date.UTC(2021, 2, 2);
  const write = connection.transaction((from: number, to: number) => {
    for (let lesson = from; lesson < to; lesson += 1) {
      const teacher = pick(teachers);
      const topic = pick(subjects[teacher.subject] ?? ['수업']);
      const className = `${1 + Math.floor(random() * 3)}학년 ${1 + Math.floor(random() * 10)}반`;
      const createdMs =
        firstDay + Math.floor((lesson / options.lessons) * 2000) * 86_400_000 + 3_600_000 * (lesson % 8);
      const createdAt = new Date(createdMs).toISOString();
      const date = createdAt.slice(0, 10);
      const recordingId = uuidOf(createdMs, random);
      const sessionId = `s-${lesson + 1}`;
      const title = `${teacher.subject} ${1 + Math.floor(random() * 40)}차시: ${topic}${random() < 0.3 ? ' 복습' : ''}`;
      const isNewest = lesson >= options.lessons - (options.newest?.count ?? 0);
      const drawnSec = Math.round(1200 + random() * 3600);
      const duration = isNewest ? (options.newest?.durationSec ?? drawnSec) : drawnSec;
      const status = random() < 0.98 || isNewest ? 'ready' : 'failed';
      insert.session.run(
        sessionId,
        title,
        teacher.id,
        teacher.name,
        className,
        teacher.subject,
        date,
        createdAt,
        createdAt,
      );
      const rowId = Number(
        insert.recording.run(
          recordingId,
          sessionId,
          title,
          teacher.id,
          teacher.name,
          className,
          teacher.subject,
          date,
          status,
          createdAt,
          createdAt,
          duration,
          Math.round(duration * 500_000),
        ).lastInsertRowid,
      );
      const chapters = Array.from({ length: 3 + Math.floor(random() * 8) }, (_, index, list = []) => {
        void list;
        return {
          title: `${index + 1}. ${pick(subjects[teacher.subject] ?? ['수업'])} ${pick(common)}`,
          at: (index * duration) / 11,
        };
      });
      for (const [index, chapter] of chapters.entries()) {
        insert.chapter.run(
          uuidOf(createdMs + index, random),
          recordingId,
          chapter.at,
          chapter.title,
          createdAt,
          createdAt,
        );
      }
      const slides = [0, 1].map((seq) => ({
        seq,
        text: Array.from({ length: 10 + Math.floor(random() * 11) }, () => {
          const kind = random();
          if (kind < 0.12) return pick(english);
          if (kind < 0.2) return `${pick(rare)}${pick(rare)}${pick(rare)}`;
          if (kind < 0.4) return `${pick(subjects[teacher.subject] ?? ['수업'])}${pick(particles)}`;
          return `${pick(common)}${pick(particles)}`;
        }).join(' '),
      }));
      for (const slide of slides) {
        insert.slide.run(
          recordingId,
          slide.seq,
          (slide.seq * duration) / 2,
          ((slide.seq + 1) * duration) / 2,
          `slides/${slide.seq}.jpg`,
          slide.text,
        );
      }
      const chat =
        options.inClass?.({
          ...{ index: lesson, recordingId, sessionId, teacherId: teacher.id, className },
          ...{ subject: teacher.subject, startMs: createdMs, durationSec: duration },
        }) ?? fewLines(insert.chat, { random, sessionId, createdMs });
      const texts = {
        title,
        people: `${teacher.name}\n${className}\n${teacher.subject}`,
        chapters: chapters.map((chapter) => chapter.title).join('\n'),
        slides: slides.map((slide) => slide.text).join('\n'),
        description: '',
      };
      const row = indexedText({
        ...texts,
        chat: chat.join('\n'),
        filters: {
          teacherName: teacher.name,
          teacherId: teacher.id,
          className,
          subject: teacher.subject,
          tags: [],
        },
      });
      const id = BigInt(textId(date, rowId));
      insert.text.run(
        id,
        row.title,
        row.people,
        row.chapters,
        row.slides,
        row.chat,
        row.description,
        row.marks,
        row.initials,
      );
      insert.key.run(rowId, id);
      for (const word of vocabulary(Object.values(texts).join('\n'))) {
        if (words.has(word)) continue;
        words.set(word, words.size + 1);
        insert.word.run(words.size, word);
        insert.letters.run(words.size, letterPairs(word));
      }
    }
  });
  const batch = 5000;
  for (let from = 0; from < options.lessons; from += batch) {
    write(from, Math.min(options.lessons, from + batch));
    options.progress?.(Math.min(options.lessons, from + batch));
  }
}

/** Chat of a library of which nothing but its lessons is wanted. */
function fewLines(
  insert: SqliteDatabase.Statement,
  { random, sessionId, createdMs }: { random: () => number; sessionId: string; createdMs: number },
): string[] {
  if (random() >= 0.3) return [];
  const pick = (): string => chatLines[Math.floor(random() * chatLines.length)] ?? '';
  const chat = Array.from({ length: 5 + Math.floor(random() * 10) }, pick);
  for (const [index, text] of chat.entries()) {
    const sender = `p-${1 + Math.floor(random() * 900)}`;
    insert.run(sessionId, `m-${index}`, sender, text, new Date(createdMs + index * 60_000).toISOString());
  }
  return chat;
}

function statements(connection: SqliteDatabase.Database) {
  return {
    session: connection.prepare(
      'INSERT INTO sessions (session_id, title, teacher_id, teacher_name, class_name, subject, session_date, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    recording: connection.prepare(
      `INSERT INTO recordings (recording_id, session_id, title, teacher_id, teacher_name, class_name, subject, session_date, status, created_at, started_at, duration_seconds, size_bytes, width, height, video_codec, audio_codec, bitrate_kbps)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1920, 1080, 'h264', 'aac', 4000)`,
    ),
    chapter: connection.prepare(
      'INSERT INTO chapters (chapter_id, recording_id, start_time, title, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    slide: connection.prepare(
      'INSERT INTO slides (recording_id, seq, time, end_time, file_key, text) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    chat: connection.prepare(
      "INSERT INTO chat_messages (session_id, message_id, sender_id, sender_role, text, sent_at) VALUES (?, ?, ?, 'student', ?, ?)",
    ),
    text: connection.prepare(
      'INSERT INTO lesson_text (rowid, title, people, chapters, slides, chat, description, marks, initials) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    key: connection.prepare('INSERT INTO lesson_text_keys (row_id, text_id) VALUES (?, ?)'),
    word: connection.prepare('INSERT INTO lesson_words (word_id, word) VALUES (?, ?)'),
    letters: connection.prepare('INSERT INTO lesson_word_letters (rowid, letters) VALUES (?, ?)'),
  };
}

/** A UUIDv7 of the given time. */
export function uuidOf(timeMs: number, random: () => number): string {
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
  const time = timeMs.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
}
