/** Whose page it is, of which lesson, the way back, and the pupils before and after. */
import { ActionIcon, Skeleton, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconArrowLeft, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { StudentProfile } from '../../../../contract/session-analysis.ts';
import { classPath, pupilPath } from '../../../app/paths.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { dateText } from '../../../ui/format.ts';
import { useSessionFacts } from '../class-data.ts';
import { type PupilName, nameLine, nameOf } from '../pupils/pupil-name.ts';
import type { Neighbours } from './neighbours.ts';
import classes from './pupil-page.module.css';

/** @param props.name undefined while it is not known yet */
export function PupilHeader(props: {
  sessionId: string;
  name: PupilName | undefined;
  names: ReadonlyMap<string, PupilName>;
  neighbours: Neighbours | undefined;
}) {
  const { sessionId, name, names, neighbours } = props;
  const { t, language } = useLanguage();
  const { data: session } = useSessionFacts(sessionId);
  const about =
    session === undefined
      ? []
      : [
          session.title === '' ? t('library.untitled') : session.title,
          session.subject,
          session.class_name,
          dateText(session.session_date, language),
        ].filter((part) => part !== '');
  return (
    <header className={classes.header}>
      <Tooltip label={t('pupil.to_pupils')} openDelay={500}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          component={Link}
          href={classPath(sessionId, 'pupils')}
          aria-label={t('pupil.to_pupils')}
        >
          <IconArrowLeft size="1.25rem" stroke={1.5} />
        </ActionIcon>
      </Tooltip>
      <div className={classes.who}>
        {name === undefined ? (
          <Skeleton height="1.75rem" width="8rem" />
        ) : (
          <h1 title={name.isNumber ? t('pupils.no_name') : undefined}>{nameLine(name)}</h1>
        )}
        <p className={classes.hint}>{about.join(' · ')}</p>
      </div>
      {neighbours !== undefined && (
        <nav className={classes.neighbours} aria-label={t('pupil.others')}>
          <Neighbour sessionId={sessionId} to={neighbours.previous} names={names} side="previous" />
          <span aria-hidden="true">
            {neighbours.place} / {neighbours.count}
          </span>
          <VisuallyHidden role="status">
            {t('pupil.place', {
              name: name === undefined ? '' : nameLine(name),
              place: neighbours.place,
              count: neighbours.count,
            })}
          </VisuallyHidden>
          <Neighbour sessionId={sessionId} to={neighbours.next} names={names} side="next" />
        </nav>
      )}
    </header>
  );
}

function Neighbour(props: {
  sessionId: string;
  to: StudentProfile | undefined;
  names: ReadonlyMap<string, PupilName>;
  side: 'previous' | 'next';
}) {
  const { sessionId, to, names, side } = props;
  const { t } = useLanguage();
  const Sign = side === 'previous' ? IconChevronLeft : IconChevronRight;
  if (to === undefined) {
    return (
      <ActionIcon
        variant="default"
        size="lg"
        disabled
        aria-label={t(side === 'previous' ? 'pupil.previous' : 'pupil.next')}
      >
        <Sign size="1.25rem" stroke={1.5} aria-hidden="true" />
      </ActionIcon>
    );
  }
  const label = t(`pupil.${side}_name`, { name: nameLine(names.get(to.student_id) ?? nameOf(to)) });
  return (
    <Tooltip label={label} openDelay={500}>
      <ActionIcon
        variant="default"
        size="lg"
        component={Link}
        href={pupilPath(sessionId, to.student_id)}
        aria-label={label}
      >
        <Sign size="1.25rem" stroke={1.5} aria-hidden="true" />
      </ActionIcon>
    </Tooltip>
  );
}
