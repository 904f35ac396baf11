/** What the class screens know of a session; kept fresh by the core's events. */
import { useQuery } from '@tanstack/react-query';
import {
  analyzeSession,
  classSession,
  strugglingStudents,
  studentFeedback,
  teacherFeedback,
} from '../../api/class-session.ts';
import { keys } from '../../api/keys.ts';
import { useLanguage } from '../../i18n/language.tsx';

/** What it is called and who belongs to it. */
export function useSessionFacts(sessionId: string) {
  return useQuery({
    queryKey: keys.sessionFacts(sessionId),
    queryFn: ({ signal }) => classSession(sessionId, signal),
  });
}

/**
 * Pending while the core is still reading; it is made when it is asked for.
 * @param options.isWanted false: only what is known already, nothing is made
 */
export function useSessionAnalysis(sessionId: string, options: { isWanted?: boolean } = {}) {
  const { language } = useLanguage();
  return useQuery({
    queryKey: keys.sessionAnalysis(sessionId, language),
    queryFn: ({ signal }) => analyzeSession(sessionId, language, signal),
    enabled: options.isWanted ?? true,
  });
}

export function useStrugglingStudents(sessionId: string) {
  const { language } = useLanguage();
  return useQuery({
    queryKey: keys.strugglingStudents(sessionId, language),
    queryFn: ({ signal }) => strugglingStudents(sessionId, language, signal),
  });
}

export function useTeacherFeedback(sessionId: string) {
  const { language } = useLanguage();
  return useQuery({
    queryKey: keys.teacherFeedback(sessionId, language),
    queryFn: ({ signal }) => teacherFeedback(sessionId, language, signal),
  });
}

/** @param language of the pupil, who may read another one than the teacher */
export function useStudentFeedback(sessionId: string, studentId: string, language: 'ko' | 'en') {
  return useQuery({
    queryKey: keys.studentFeedback(sessionId, studentId, language),
    queryFn: ({ signal }) => studentFeedback(sessionId, studentId, language, signal),
  });
}
