/** What is happening to a running lesson, whether it is safe, and what to do: sentences, the most pressing first. */
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useLanguage } from '../../i18n/language.tsx';
import { lengthText } from '../../ui/format.ts';
import classes from './lesson-words.module.css';
import { wordsOf } from './running-words.ts';
import type { ActiveLesson } from './use-active-lesson.ts';

export function LessonWords({
  status,
  state,
  isReachable,
}: Pick<ActiveLesson, 'status' | 'state' | 'isReachable'>) {
  const { t } = useLanguage();
  const words = wordsOf({
    status,
    alarms: state?.alarms ?? [],
    gaps: state?.gaps ?? [],
    hasResumed: state?.resumed_after_restart ?? false,
    isReachable,
  });
  return (
    <div className={classes.words} role="status">
      {words.map(({ text, tone, seconds }) => (
        <p key={text} data-tone={tone}>
          {tone === 'attention' ? (
            <IconAlertTriangle stroke={1.5} aria-hidden="true" />
          ) : (
            <IconInfoCircle stroke={1.5} aria-hidden="true" />
          )}
          <span>{t(text, seconds === undefined ? {} : { length: lengthText(seconds, t) })}</span>
        </p>
      ))}
    </div>
  );
}
