/**
 * Feedback out of a session's analysis: for a pupil, for the teacher, and which pupils may need help. It adds what only
 * the library knows (lessons about the same, the teacher's own earlier ones, notes); the sentences are made elsewhere.
 */
import type {
  SessionAnalysisQuery,
  StrugglingStudent,
  StudentFeedback,
  TeacherFeedback,
} from '../../../contract/session-analysis.ts';
import { searchQuerySchema } from '../../../contract/search.ts';
import type { Settings } from '../../../contract/settings.ts';
import type { Db } from '../../db/database.ts';
import { searchLessons } from '../../db/search.ts';
import { requireSession } from '../../db/sessions.ts';
import { listStudentNotes } from '../../db/student-notes.ts';
import { termsOf } from '../chapters/topics.ts';
import type { Pending, SessionAnalysis } from './session-analysis.ts';
import { type Language, sessionTexts } from './session-texts.ts';
import { studentFeedback, wantedTopics } from './student-feedback.ts';
import { teacherFeedback } from './teacher-feedback.ts';

type Resource = StudentFeedback['resources'][number];

/** Everything that was typed and answered; pupils and teachers get nothing of what a camera saw. */
const basis = { include_chat: true, include_screenshots: false };
const mostTopics = 3;
const mostLessons = 2;
/** Words of a heading that are looked for: all of a long one stand in no other lesson. */
const mostWords = 2;

export class FeedbackGenerator {
  readonly #db: Db;
  readonly #analysis: SessionAnalysis;
  readonly #settings: () => Pick<Settings, 'language'>;

  constructor(parts: { db: Db; analysis: SessionAnalysis; settings: () => Pick<Settings, 'language'> }) {
    this.#db = parts.db;
    this.#analysis = parts.analysis;
    this.#settings = parts.settings;
  }

  /** @throws AppError session_not_found, student_not_found */
  async generateStudentFeedback(
    sessionId: string,
    studentId: string,
    query: SessionAnalysisQuery,
  ): Promise<StudentFeedback | Pending> {
    await this.#analysis.requireStudent(this.#db, sessionId, studentId);
    const result = await this.#analysis.study(sessionId, basis, query);
    if ('jobId' in result) return result;
    const language = this.#language(query);
    const story = result.study.stories.find((one) => one.studentId === studentId);
    if (story === undefined) {
      // They came to the session only just now.
      return {
        strengths: [],
        improvements: [],
        resources: [],
        note: sessionTexts[language].pupil.nothing,
        language,
      };
    }
    const related = await this.#relatedLessons(sessionId, wantedTopics(story), language);
    return studentFeedback(story, related, language);
  }

  /** @throws AppError session_not_found */
  async generateTeacherFeedback(
    sessionId: string,
    query: SessionAnalysisQuery,
  ): Promise<TeacherFeedback | Pending> {
    const result = await this.#analysis.study(sessionId, basis, query);
    if ('jobId' in result) return result;
    const earlier = await this.#analysis.earlierLessons(sessionId, basis);
    return teacherFeedback(result.study, earlier, this.#language(query));
  }

  /** Highest risk first. @throws AppError session_not_found */
  async identifyStrugglingStudents(
    sessionId: string,
    query: SessionAnalysisQuery,
  ): Promise<StrugglingStudent[] | Pending> {
    const result = await this.#analysis.study(sessionId, basis, query);
    if ('jobId' in result) return result;
    const notes = await listStudentNotes(this.#db, sessionId);
    const texts = sessionTexts[this.#language(query)];
    return result.study.risks.map(({ studentId, name, score, reasons }) => ({
      student_id: studentId,
      name,
      risk_score: score,
      intervention: reasons[0] === undefined ? '' : texts.intervention[reasons[0].signal],
      reasons: reasons.map((reason) => ({
        signal: reason.signal,
        value: reason.value,
        class_median: reason.classMedian,
        text: texts.risk[reason.signal](reason),
        evidence: reason.evidence,
      })),
      note: notes.get(studentId) ?? null,
    }));
  }

  #language({ lang }: Pick<SessionAnalysisQuery, 'lang'>): Language {
    return lang ?? this.#settings().language;
  }

  /** Lessons of the same class (whom else is in another class's recording is not for them), or of the subject. */
  async #relatedLessons(
    sessionId: string,
    topics: readonly string[],
    language: Language,
  ): Promise<Resource[]> {
    const session = await requireSession(this.#db, sessionId);
    // Pupils are shown lessons of their own class alone.
    if (session.class_name === '') return [];
    const found = new Map<string, Resource>();
    for (const topic of topics.slice(0, mostTopics)) {
      const query = searchQuerySchema.parse({
        q: searchWords(topic),
        class_name: session.class_name,
        ...(session.subject === '' ? {} : { subject: session.subject }),
        limit: 10,
      });
      if (query.q === '') continue;
      for (const lesson of (await searchLessons(this.#db, query)).items) {
        // What was only said in the chat is not about it.
        const moment = lesson.moments.find(({ kind }) => kind !== 'chat');
        const isOther = lesson.session_id !== sessionId && lesson.session_date <= session.session_date;
        if (!isOther || moment === undefined || found.has(lesson.recording_id)) continue;
        found.set(lesson.recording_id, {
          kind: 'lesson',
          text: sessionTexts[language].pupil.relatedLesson(lesson.title, lesson.session_date, topic),
          recording_id: lesson.recording_id,
          start_time: moment.time,
          end_time: null,
          evidence: [
            {
              ...{ recording_id: lesson.recording_id, time: moment.time, end_time: null, at: null },
              ...{ source: 'lesson', ref: null },
            },
          ],
        });
        if (found.size >= mostLessons) return [...found.values()];
      }
    }
    return [...found.values()];
  }
}

/** Those words of a heading that say what it is about. */
function searchWords(heading: string): string {
  const words = heading.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words
    .filter((word) => termsOf(word).size > 0)
    .slice(0, mostWords)
    .join(' ');
}
