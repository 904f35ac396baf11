/** A new version on its way: being unpacked, ready, being tried; and what one can do about it. */
import { Button, Progress } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { DesktopBridge } from '../../../contract/ipc.ts';
import type { UpdatesState } from '../../../contract/updates.ts';
import { answerOf } from '../../api/desktop.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { ApiFailure } from '../../api/client.ts';
import classes from './updates-section.module.css';

export function UpdateProgress({ shell, state }: { shell: DesktopBridge; state: UpdatesState }) {
  const { t } = useLanguage();
  const { staging, staging_error: failed, ready, trial, feed } = state;
  return (
    <>
      {staging !== null && <Staging shell={shell} staging={staging} />}
      {failed !== null && (
        <div className={classes.box}>
          <FailureText failure={new ApiFailure(failed.code, failed)} />
        </div>
      )}
      {trial !== null && (
        <p role="status" className={classes.box}>
          {t('updates.trying', { version: trial.version })}
        </p>
      )}
      {ready !== null && staging === null && trial === null && <Ready shell={shell} ready={ready} />}
      {feed.state === 'ready' && <FeedReady shell={shell} version={feed.version ?? ''} />}
    </>
  );
}

function Staging({
  shell,
  staging,
}: {
  shell: DesktopBridge;
  staging: NonNullable<UpdatesState['staging']>;
}) {
  const { t } = useLanguage();
  const label = t('updates.staging', { version: staging.version });
  return (
    <div className={classes.box}>
      <p className={classes.name}>{label}</p>
      <Progress value={staging.progress * 100} aria-label={label} />
      <p className={classes.detail}>{t('updates.staging_hint')}</p>
      <div className={classes.actions}>
        <Button variant="default" onClick={() => void shell.invoke('updates.cancel')}>
          {t('common.cancel')}
        </Button>
      </div>
    </div>
  );
}

function Ready({ shell, ready }: { shell: DesktopBridge; ready: NonNullable<UpdatesState['ready']> }) {
  const { t, language } = useLanguage();
  const { version, notes, waits_for: waits } = ready;
  const start = useMutation({ mutationFn: () => answerOf(shell.invoke('updates.switch')) });
  return (
    <div className={classes.box}>
      <p className={classes.name} role="status">
        {t('updates.ready', { version })}
      </p>
      <p className={classes.detail}>{t(waits === null ? 'updates.ready_hint' : `updates.waits_${waits}`)}</p>
      {notes[language] !== '' && <p className={classes.notes}>{notes[language]}</p>}
      {start.error !== null && <FailureText failure={start.error} />}
      <div className={classes.actions}>
        <Button
          loading={start.isPending}
          disabled={waits === 'recording' || waits === 'imports'}
          onClick={() => start.mutate()}
        >
          {t('updates.start_now')}
        </Button>
      </div>
    </div>
  );
}

function FeedReady({ shell, version }: { shell: DesktopBridge; version: string }) {
  const { t } = useLanguage();
  const install = useMutation({ mutationFn: () => answerOf(shell.invoke('updates.install')) });
  return (
    <div className={classes.box}>
      <p className={classes.name} role="status">
        {t('updates.feed_ready', { version })}
      </p>
      {install.error !== null && <FailureText failure={install.error} />}
      <div className={classes.actions}>
        <Button loading={install.isPending} onClick={() => install.mutate()}>
          {t('updates.install_now')}
        </Button>
      </div>
    </div>
  );
}
