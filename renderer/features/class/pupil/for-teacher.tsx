/** What the teacher alone sees of a pupil: reasons to ask, a note, figures, and what they typed and answered. */
import { IconBulb } from '@tabler/icons-react';
import type { StudentProfile } from '../../../../contract/session-analysis.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { useStrugglingStudents } from '../class-data.ts';
import { ConcernLabel, ScoreCounted } from '../pupils/concern-label.tsx';
import help from '../pupils/help.module.css';
import { HelpReasons } from '../pupils/help-reasons.tsx';
import { Figure, tileColumns } from '../pupils/profile-cells.tsx';
import profiles from '../pupils/profiles.module.css';
import { ProfilesHow } from '../pupils/profiles-how.tsx';
import { nameOf } from '../pupils/pupil-name.ts';
import { DoneMark, TeacherNote } from '../pupils/teacher-note.tsx';
import { useStudentNote } from '../pupils/use-note-edits.ts';
import classes from './pupil-page.module.css';
import { PupilSignals } from './pupil-signals.tsx';

export function ForTeacher({ sessionId, profile }: { sessionId: string; profile: StudentProfile }) {
  const { t } = useLanguage();
  const { student_id: studentId } = profile;
  const struggling = useStrugglingStudents(sessionId);
  const named = struggling.data?.find(({ student_id: id }) => id === studentId);
  const edits = useStudentNote(sessionId, studentId, profile.note);
  const { text: name } = nameOf(profile);
  return (
    <>
      <div className={classes.block}>
        {named !== undefined && (
          <>
            <div className={help.cardHead}>
              <h3>{t('pupil.why')}</h3>
              <ConcernLabel score={named.risk_score} />
            </div>
            <p className={help.advice}>
              <IconBulb size="1.25rem" stroke={1.5} aria-hidden="true" />
              {named.intervention}
            </p>
            <HelpReasons pupil={named} />
            <ScoreCounted score={named.risk_score} />
          </>
        )}
        <TeacherNote name={name} edits={edits} />
        <DoneMark name={name} edits={edits} />
      </div>
      <div className={classes.block}>
        <h3>{t('pupil.figures')}</h3>
        <dl className={`${profiles.figures} ${classes.figures}`}>
          {tileColumns.map((column) => (
            <div key={column} data-column={column}>
              <dt>{t(`pupils.column_${column}`)}</dt>
              <dd>
                <Figure profile={profile} column={column} />
              </dd>
            </div>
          ))}
        </dl>
        <ProfilesHow />
      </div>
      <PupilSignals signals={profile.signals} />
    </>
  );
}
