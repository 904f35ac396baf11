/** A pupil who may need help: what to do, why, the teacher's own words, and that it has been seen to. */
import { IconBulb } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { StrugglingStudent } from '../../../../contract/session-analysis.ts';
import { pupilPath } from '../../../app/paths.ts';
import { ConcernLabel, ScoreCounted } from './concern-label.tsx';
import classes from './help.module.css';
import { HelpReasons } from './help-reasons.tsx';
import { type PupilName, nameLine } from './pupil-name.ts';
import { DoneMark, TeacherNote } from './teacher-note.tsx';
import { useStudentNote } from './use-note-edits.ts';

export function HelpCard(props: { sessionId: string; pupil: StrugglingStudent; name: PupilName }) {
  const { sessionId, pupil, name } = props;
  const { student_id: studentId, risk_score: score, intervention } = pupil;
  const edits = useStudentNote(sessionId, studentId, pupil.note);
  const isDone = edits.note.done;
  const line = nameLine(name);
  return (
    <li className={classes.card} data-done={isDone}>
      <div className={classes.cardHead}>
        <h3>
          <Link href={pupilPath(sessionId, studentId)}>{line}</Link>
        </h3>
        {!isDone && <ConcernLabel score={score} />}
        <DoneMark name={line} edits={edits} />
      </div>
      {!isDone && (
        <>
          <p className={classes.advice}>
            <IconBulb size="1.25rem" stroke={1.5} aria-hidden="true" />
            {intervention}
          </p>
          <HelpReasons pupil={pupil} />
        </>
      )}
      <TeacherNote name={line} edits={edits} />
      {!isDone && <ScoreCounted score={score} />}
    </li>
  );
}
