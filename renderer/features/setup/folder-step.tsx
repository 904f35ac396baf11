/** Step 1: where lessons are kept, and how many hours fit. */
import { Button, Skeleton } from '@mantine/core';
import { IconFolder } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { answerOf, desktop } from '../../api/desktop.ts';
import { systemQuery } from '../../api/system-query.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { megabytesText, roomText } from '../../ui/format.ts';
import classes from './step.module.css';

export function FolderStep({ onNext }: { onNext: () => void }) {
  const { t } = useLanguage();
  const shell = desktop();
  const system = useQuery(systemQuery);
  // The shell starts the core on the new folder and loads the page anew; that begins here again.
  const move = useMutation({
    mutationFn: async () => {
      if (shell === undefined) return;
      const picked = await answerOf(shell.invoke('data-folder.pick'));
      if (picked !== null) await answerOf(shell.invoke('data-folder.set', { path: picked.path }));
    },
  });
  const storage = system.data?.storage;
  return (
    <div className={classes.step}>
      {system.error !== null && <FailureText failure={system.error} onRetry={() => void system.refetch()} />}
      {storage === undefined ? (
        system.error === null && <Skeleton height="6.5rem" radius="lg" />
      ) : (
        <div className={classes.facts}>
          <span className={classes.symbol} aria-hidden="true">
            <IconFolder stroke={1.5} />
          </span>
          <div>
            <p className={classes.hours}>{t('setup.room', { room: roomText(storage.free_minutes, t) })}</p>
            <p className={classes.path}>{storage.folder}</p>
            <p className={classes.faint}>
              {t('setup.free', {
                free: megabytesText(storage.free_bytes / 1e6),
                total: megabytesText(storage.total_bytes / 1e6),
              })}
            </p>
          </div>
        </div>
      )}
      <p className={classes.faint}>
        {t(shell === undefined ? 'setup.folder_server' : 'setup.folder_desktop')}
      </p>
      {move.error !== null && <FailureText failure={move.error} />}
      <div className={classes.actions}>
        {shell !== undefined && (
          <Button variant="default" loading={move.isPending} onClick={() => move.mutate()}>
            {t('setup.folder_choose')}
          </Button>
        )}
        <Button onClick={onNext}>{t('setup.next')}</Button>
      </div>
    </div>
  );
}
