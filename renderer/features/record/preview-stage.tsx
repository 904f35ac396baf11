/** What will be recorded, as it looks now; or in words why it cannot be seen and what to do. */
import { Button, Loader } from '@mantine/core';
import { IconEyeOff, IconPlugConnectedX, IconScreenShare } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { type TextKey, useLanguage } from '../../i18n/language.tsx';
import classes from './preview-stage.module.css';
import type { Preview } from './use-preview.ts';

export function PreviewStage(props: {
  preview: Preview & { tryAgain: () => void };
  isStarting: boolean;
  /** What to do when nothing has been chosen. */
  hint: TextKey;
}) {
  const { preview, isStarting, hint } = props;
  const { t } = useLanguage();
  const { state, picture, problem, endedBy } = preview;
  const again = (
    <Button variant="default" size="sm" onClick={preview.tryAgain}>
      {t('common.retry')}
    </Button>
  );
  return (
    <figure
      className={classes.stage}
      aria-label={t('record.preview')}
      data-dark={picture !== undefined || undefined}
    >
      {picture !== undefined && (
        <img
          src={picture}
          alt={t('record.preview_picture')}
          data-stale={state === 'over' || isStarting || undefined}
        />
      )}
      {isStarting ? (
        <Words
          title={t('record.starting')}
          icon={<Loader size="sm" color="gray" />}
          isOver={picture !== undefined}
        />
      ) : (
        <>
          {state === 'off' && (
            <Words icon={<IconScreenShare stroke={1.5} />} title={t('record.preview_none')} hint={t(hint)} />
          )}
          {state === 'connecting' && (
            <Words icon={<Loader size="sm" color="gray" />} title={t('record.preview_connecting')} />
          )}
          {state === 'showing' && picture === undefined && (
            <Words icon={<IconEyeOff stroke={1.5} />} title={t('record.preview_sound_only')} />
          )}
          {state === 'over' && problem !== undefined && (
            <Words
              icon={<IconPlugConnectedX stroke={1.5} />}
              title={t('record.preview_failed')}
              hint={t(`error.${problem}`)}
              action={again}
              isAlert
            />
          )}
          {state === 'over' && problem === undefined && endedBy !== 'recording_started' && (
            <Words
              icon={<IconEyeOff stroke={1.5} />}
              title={t(endedBy === 'time_over' ? 'record.preview_rests' : 'record.preview_ended')}
              action={again}
              isOver={picture !== undefined}
            />
          )}
        </>
      )}
      {preview.size !== undefined && state === 'showing' && !isStarting && (
        <figcaption className={classes.caption}>{t('record.preview_caption')}</figcaption>
      )}
    </figure>
  );
}

function Words(props: {
  icon: ReactNode;
  title: string;
  hint?: string;
  action?: ReactNode;
  isOver?: boolean;
  isAlert?: boolean;
}) {
  const { icon, title, hint, action, isOver, isAlert } = props;
  return (
    <div
      className={classes.words}
      data-over={isOver || undefined}
      role={isAlert === true ? 'alert' : 'status'}
    >
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      <p className={classes.title}>{title}</p>
      {hint !== undefined && <p>{hint}</p>}
      {action}
    </div>
  );
}
