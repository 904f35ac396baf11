/** One of several lessons that run at once: enough to see that it is well, and its own keys. */
import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconFlag, IconPlayerPause, IconPlayerPlay, IconPlayerStopFilled } from '@tabler/icons-react';
import type { RecordingListItem } from '../../api/recording.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { clockText } from '../../ui/format.ts';
import { StatusLabel } from '../../ui/status-label.tsx';
import classes from './active-card.module.css';
import { StopDialog } from './stop-dialog.tsx';
import { useActiveLesson } from './use-active-lesson.ts';

export function ActiveCard(props: { recording: RecordingListItem; isShown: boolean; onShow: () => void }) {
  const { recording, isShown, onShow } = props;
  const { t } = useLanguage();
  const lesson = useActiveLesson(recording);
  const { title, status, seconds, state, isReachable, isStopping, isPaused } = lesson;
  const alarm = state?.alarms[0];
  return (
    <li className={classes.card} data-shown={isShown || undefined}>
      <UnstyledButton className={classes.what ?? ''} aria-current={isShown} onClick={onShow}>
        <StatusLabel status={isReachable ? status : undefined} />
        <span className={classes.title}>{title}</span>
        <time>{clockText(seconds)}</time>
      </UnstyledButton>
      <div className={classes.keys}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('record.mark_of', { title })}
          disabled={!lesson.canMark}
          onClick={() => lesson.mark(true)}
        >
          <IconFlag size="1.125rem" stroke={1.5} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t(isPaused ? 'record.resume_of' : 'record.pause_of', { title })}
          disabled={!isReachable || isStopping || !lesson.canPause}
          onClick={lesson.pauseOrResume}
        >
          {isPaused ? (
            <IconPlayerPlay size="1.125rem" stroke={1.5} aria-hidden="true" />
          ) : (
            <IconPlayerPause size="1.125rem" stroke={1.5} aria-hidden="true" />
          )}
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('record.stop_of', { title })}
          disabled={!isReachable || isStopping}
          onClick={lesson.askToStop}
        >
          <IconPlayerStopFilled size="1.125rem" aria-hidden="true" />
        </ActionIcon>
      </div>
      <p className={classes.alarm} role="status">
        {alarm !== undefined && t(`alarm.${alarm}`)}
      </p>
      <StopDialog lesson={lesson} />
    </li>
  );
}
