/** A pupil's name, leading to what is known of them in this class. */
import { Link } from 'wouter';
import { pupilPath } from '../../../app/paths.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import classes from './profiles.module.css';
import type { PupilName } from './pupil-name.ts';

export function PupilLink(props: { sessionId: string; studentId: string; name: PupilName }) {
  const { sessionId, studentId, name } = props;
  const { t } = useLanguage();
  return (
    <span className={classes.name}>
      <Link href={pupilPath(sessionId, studentId)}>{name.text}</Link>
      {name.apart !== undefined && <small>{name.apart}</small>}
      {name.isNumber && <small>{t('pupils.no_name')}</small>}
    </span>
  );
}
