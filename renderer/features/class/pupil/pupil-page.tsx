/** One pupil in one lesson: what the teacher sees, and the feedback that the pupil gets to read, on paper too. */
import { Skeleton } from '@mantine/core';
import { IconUserQuestion } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { failureOf } from '../../../api/client.ts';
import { classPath, pupilPath } from '../../../app/paths.ts';
import { useShortcuts } from '../../../app/shortcuts.tsx';
import { type Language, useLanguage } from '../../../i18n/language.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { FailureText } from '../../../ui/failure-text.tsx';
import { useSessionAnalysis, useSessionFacts, useStudentFeedback } from '../class-data.ts';
import { namesIn, nameOf } from '../pupils/pupil-name.ts';
import { FeedbackPart } from './feedback-part.tsx';
import { ForTeacher } from './for-teacher.tsx';
import { neighboursOf } from './neighbours.ts';
import { PupilHeader } from './pupil-header.tsx';
import classes from './pupil-page.module.css';

export function PupilPage({ sessionId, studentId }: { sessionId: string; studentId: string }) {
  const { t, language: pageLanguage } = useLanguage();
  const [, navigate] = useLocation();
  // Chosen once, it holds for the pupils that follow.
  const [language, setLanguage] = useState<Language>(pageLanguage);
  const [words, setWords] = useState<Readonly<Record<string, string>>>({});
  const analysis = useSessionAnalysis(sessionId);
  const feedback = useStudentFeedback(sessionId, studentId, language);
  const profiles = analysis.data?.student_profiles;
  const profile = profiles?.find(({ student_id: id }) => id === studentId);
  const neighbours = profiles && neighboursOf(profiles, studentId, pageLanguage);
  const { data: session } = useSessionFacts(sessionId);
  const names = namesIn(profiles ?? session?.students ?? []);
  const name = names.get(studentId) ?? nameOf({ student_id: studentId, name: '' });
  const goTo = (pupil: { student_id: string } | undefined) => {
    if (pupil !== undefined) navigate(pupilPath(sessionId, pupil.student_id));
  };
  useShortcuts('pupil.keys', [
    { keys: ['ArrowLeft'], label: 'pupil.previous', perform: () => goTo(neighbours?.previous) },
    { keys: ['ArrowRight'], label: 'pupil.next', perform: () => goTo(neighbours?.next) },
  ]);
  const code = feedback.error === null ? undefined : failureOf(feedback.error).code;
  if (code === 'student_not_found' || code === 'session_not_found' || code === 'validation_failed') {
    const isLesson = code === 'session_not_found';
    return (
      <EmptyState
        icon={<IconUserQuestion size="2rem" stroke={1.5} />}
        title={t(isLesson ? 'class.not_found' : 'pupil.not_found')}
        hint={t(isLesson ? 'class.not_found_hint' : 'pupil.not_found_hint')}
        action={<Link href={classPath(sessionId, 'pupils')}>{t('pupil.to_pupils')}</Link>}
      />
    );
  }
  return (
    <div className={classes.page}>
      <PupilHeader
        sessionId={sessionId}
        name={session === undefined && profile === undefined ? undefined : name}
        names={names}
        neighbours={neighbours}
      />
      <div className={classes.parts}>
        <section className={classes.teacher} aria-labelledby="pupil-teacher">
          <div className={classes.title}>
            <h2 id="pupil-teacher">{t('pupil.for_teacher')}</h2>
            <p className={classes.hint}>{t('pupil.for_teacher_hint')}</p>
          </div>
          {profile !== undefined && <ForTeacher key={studentId} sessionId={sessionId} profile={profile} />}
          {profile === undefined && analysis.error !== null && (
            <FailureText failure={analysis.error} onRetry={() => void analysis.refetch()} />
          )}
          {profile === undefined && analysis.isPending && analysis.error === null && <Making />}
          {analysis.data !== undefined && profile === undefined && <p>{t('pupil.not_analysed')}</p>}
        </section>
        <FeedbackPart
          sessionId={sessionId}
          name={name.text}
          recordings={analysis.data?.timeline.map(({ recording_id: id }) => id) ?? []}
          feedback={feedback}
          language={language}
          onLanguage={setLanguage}
          words={words[studentId] ?? ''}
          onWords={(text) => setWords({ ...words, [studentId]: text })}
        />
      </div>
    </div>
  );
}

function Making() {
  const { t } = useLanguage();
  return (
    <>
      <p className={classes.hint} role="status">
        {t('pupils.making')}
      </p>
      <Skeleton height="8rem" radius="lg" />
      <Skeleton height="6rem" radius="lg" />
    </>
  );
}
