/** Who may need help, highest risk first; who has been seen to stands at the foot. */
import { Skeleton } from '@mantine/core';
import { Link } from 'wouter';
import type { SessionAnalysis, StrugglingStudent } from '../../../../contract/session-analysis.ts';
import { sessionExportRoute, studentNoteRoute } from '../../../api/class-session.ts';
import { useKeptEdits } from '../../../api/kept-edits.ts';
import { classPath } from '../../../app/paths.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { FailureText } from '../../../ui/failure-text.tsx';
import { SaveFileButton } from '../../../ui/save-file-button.tsx';
import { useSessionFacts, useStrugglingStudents } from '../class-data.ts';
import { HelpCard } from './help-card.tsx';
import { HelpHow } from './help-how.tsx';
import classes from './help.module.css';
import { byUrgency } from './help-words.ts';
import { nameOf, namesIn } from './pupil-name.ts';

/** @param props.analysis undefined while it is made */
export function HelpSection(props: { sessionId: string; analysis: SessionAnalysis | undefined }) {
  const { sessionId, analysis } = props;
  const { t, language } = useLanguage();
  const struggling = useStrugglingStudents(sessionId);
  const { data: session } = useSessionFacts(sessionId);
  const isDone = useIsDone(sessionId);
  const pupils = struggling.data;
  const doneCount = pupils?.filter(isDone).length ?? 0;
  return (
    <section className={classes.section} aria-labelledby="pupils-help">
      <div className={classes.head}>
        <div>
          <h2 id="pupils-help">{t('pupils.help')}</h2>
          <p className={classes.hint} role="status">
            {pupils === undefined
              ? struggling.error === null && t('pupils.making')
              : pupils.length > 0 && t('pupils.help_count', { count: pupils.length, done: doneCount })}
          </p>
        </div>
        {pupils !== undefined && pupils.length > 0 && (
          <SaveFileButton
            route={sessionExportRoute(sessionId, 'help', { format: 'csv', language })}
            fileName={t('pupils.file_help', { title: session?.title || sessionId })}
            size="xs"
            variant="default"
          />
        )}
      </div>
      {pupils === undefined && struggling.error !== null && (
        <FailureText failure={struggling.error} onRetry={() => void struggling.refetch()} />
      )}
      {pupils === undefined && struggling.error === null && (
        <div className={classes.cards} aria-hidden="true">
          <Skeleton height="16rem" radius="lg" />
          <Skeleton height="16rem" radius="lg" />
        </div>
      )}
      {pupils?.length === 0 && <NobodyNamed sessionId={sessionId} analysis={analysis} />}
      {pupils !== undefined && pupils.length > 0 && (
        <HelpCards sessionId={sessionId} pupils={byUrgency(pupils, isDone)} analysis={analysis} />
      )}
      {pupils !== undefined && <HelpHow />}
    </section>
  );
}

/** What waits to be saved counts as it stands on the screen. */
function useIsDone(sessionId: string) {
  const kept = useKeptEdits();
  return ({ student_id: studentId, note }: Pick<StrugglingStudent, 'student_id' | 'note'>): boolean => {
    const waiting = kept.get(studentNoteRoute(sessionId, studentId))?.['done'];
    return typeof waiting === 'boolean' ? waiting : (note?.done ?? false);
  };
}

function HelpCards(props: {
  sessionId: string;
  pupils: readonly StrugglingStudent[];
  analysis: SessionAnalysis | undefined;
}) {
  const { sessionId, pupils, analysis } = props;
  const { t } = useLanguage();
  const names = namesIn(analysis?.student_profiles ?? pupils);
  return (
    <ol className={classes.cards} aria-label={t('pupils.help')}>
      {pupils.map((pupil) => (
        <HelpCard
          key={pupil.student_id}
          sessionId={sessionId}
          pupil={pupil}
          name={names.get(pupil.student_id) ?? nameOf(pupil)}
        />
      ))}
    </ol>
  );
}

/** Nothing speaks for it, which is not the same as nobody needing help. */
function NobodyNamed(props: { sessionId: string; analysis: SessionAnalysis | undefined }) {
  const { sessionId, analysis } = props;
  const { t } = useLanguage();
  const isBlank =
    analysis !== undefined && analysis.counts.messages === 0 && analysis.counts.quiz_responses === 0;
  return (
    <div className={classes.nobody}>
      <p>{t(isBlank ? 'pupils.no_traces' : 'pupils.nobody')}</p>
      <p className={classes.hint}>{t(isBlank ? 'pupils.no_traces_hint' : 'pupils.nobody_hint')}</p>
      {isBlank && <Link href={classPath(sessionId, 'data')}>{t('pupils.to_data')}</Link>}
    </div>
  );
}
