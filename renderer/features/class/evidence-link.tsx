/** Leads to what a statement rests on: the moment of the recording, or the time of the clock where that has none. */
import { IconPlayerPlay } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Evidence } from '../../../contract/session-analysis.ts';
import { lessonPath } from '../../app/paths.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { clockText, wallClockText } from '../../ui/format.ts';
import classes from './evidence-link.module.css';

/** @param props.words said before the time; default: 'show me' */
export function EvidenceLink({ evidence, words }: { evidence: Evidence; words?: string }) {
  const { t, language } = useLanguage();
  const { recording_id: recordingId, time, end_time: endTime, at } = evidence;
  if (recordingId === null || time === null) {
    if (at === null) return null;
    return (
      <span className={classes.unrecorded}>
        {t('class.not_recorded', { time: wallClockText(at, language) })}
      </span>
    );
  }
  const label = words ?? t('class.show_me');
  return (
    <Link href={lessonPath(recordingId, time)} className={classes.link}>
      <IconPlayerPlay size="0.875rem" stroke={1.75} aria-hidden="true" />
      {label}
      <time>
        {clockText(time)}
        {endTime !== null && endTime - time >= 1 && `–${clockText(endTime)}`}
      </time>
    </Link>
  );
}
