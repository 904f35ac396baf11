/** A lesson has ended while this screen was open: it is safe and can be seen, or why there is nothing. */
import { Button, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheckFilled } from '@tabler/icons-react';
import { useEffect, useEffectEvent } from 'react';
import { Link } from 'wouter';
import { thumbnailUrl } from '../../api/vod.ts';
import { lessonPath } from '../../app/paths.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { lengthText, megabytesText } from '../../ui/format.ts';
import { statusMeaning } from '../../ui/lesson-status.ts';
import classes from './ended-card.module.css';
import { useRecordingState } from './use-recording-state.ts';

/**
 * @param props.onGone there is nothing to say (any more)
 * @param props.onRetry to the form, with this title in it
 */
export function EndedCard(props: {
  recordingId: string;
  /** Nothing else is on the screen. */
  isAlone: boolean;
  onNext: () => void;
  onGone: () => void;
  onRetry: (title: string) => void;
}) {
  const { recordingId, isAlone, onNext, onGone, onRetry } = props;
  const Heading = isAlone ? 'h1' : 'h2';
  const { t } = useLanguage();
  const { state, failure } = useRecordingState(recordingId);
  const isGone = state === undefined ? failure?.code === 'recording_not_found' : state.deleted_at !== null;
  const tellGone = useEffectEvent(onGone);
  useEffect(() => {
    if (isGone) tellGone();
  }, [isGone]);
  if (isGone) return null;
  if (state === undefined || statusMeaning[state.status].isActive) {
    return isAlone && <Skeleton height="24rem" radius="lg" />;
  }

  const title = state.title === '' ? t('library.untitled') : state.title;
  if (state.status === 'failed') {
    return (
      <section
        className={classes.card}
        data-tone="attention"
        data-alone={isAlone || undefined}
        aria-label={title}
      >
        <span className={classes.icon} aria-hidden="true">
          <IconAlertTriangle stroke={1.5} />
        </span>
        <div className={classes.words} role="alert">
          <Heading>{t('record.ended_without', { title })}</Heading>
          <p>{t(`error.${state.error?.code ?? 'media_empty'}`)}</p>
        </div>
        <div className={classes.actions}>
          <Button onClick={() => onRetry(state.title)}>{t('common.retry')}</Button>
        </div>
      </section>
    );
  }
  return (
    <section className={classes.card} data-alone={isAlone || undefined} aria-label={title}>
      <img
        className={classes.picture}
        src={thumbnailUrl(recordingId, { width: 960 })}
        alt=""
        width="960"
        height="540"
      />
      <div className={classes.words} role="status">
        <p className={classes.safe}>
          <IconCircleCheckFilled aria-hidden="true" />
          {t(state.status === 'interrupted' ? 'status.interrupted' : 'record.saved')}
        </p>
        <Heading>{title}</Heading>
        <p className="tabular">
          {lengthText(state.duration_seconds, t)} · {megabytesText(state.size_mb)}
        </p>
        {state.error !== undefined && <p className={classes.why}>{t(`error.${state.error.code}`)}</p>}
      </div>
      <div className={classes.actions}>
        <Button component={Link} href={lessonPath(recordingId)} size={isAlone ? 'md' : 'sm'}>
          {t('record.open_lesson')}
        </Button>
        {isAlone ? (
          <Button variant="default" size="md" onClick={onNext}>
            {t('record.next')}
          </Button>
        ) : (
          <Button variant="default" size="sm" onClick={onGone}>
            {t('common.close')}
          </Button>
        )}
      </div>
    </section>
  );
}
