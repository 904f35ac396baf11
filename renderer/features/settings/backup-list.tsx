/** The backups that are there, and how to bring one back. */
import { ActionIcon, Button, Skeleton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { BackupState } from '../../../contract/backup.ts';
import { listBackups } from '../../api/backup.ts';
import { failureOf } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { megabytesText, momentDateText, wallClockText } from '../../ui/format.ts';
import classes from './backup-section.module.css';
import { useBackupWords } from './backup-words.ts';
import rows from './named-list.module.css';
import { SettingGroup } from './setting-row.tsx';
import { useSetting } from './use-setting.ts';

export function BackupList({ state }: { state: BackupState }) {
  const say = useBackupWords();
  const { language } = useLanguage();
  const backups = useQuery({
    // A new one, or another place, is another list.
    queryKey: [...keys.backup, 'list', state.place, state.verified?.at],
    queryFn: ({ signal }) => listBackups(signal),
    enabled: state.problem === null && state.verified !== null,
  });
  if (state.problem !== null) return <Restoring state={state} />;
  const isMissing = backups.error !== null && failureOf(backups.error).code === 'backup_target_missing';
  return (
    <>
      <SettingGroup title={say('list')}>
        {backups.isLoading && <Skeleton height="4rem" radius="lg" />}
        {backups.error !== null && !isMissing && (
          <FailureText failure={backups.error} onRetry={() => void backups.refetch()} />
        )}
        {(state.verified === null || backups.data?.length === 0 || isMissing) && (
          <p className={classes.status}>{say('listEmpty')}</p>
        )}
        {backups.data !== undefined && backups.data.length > 0 && (
          <ul className={rows.list} aria-label={say('list')}>
            {backups.data.map((backup) => (
              <li key={backup.snapshot_id} className={rows.row}>
                <div className={rows.words}>
                  <p className={rows.name}>
                    {momentDateText(backup.created_at, language)} {wallClockText(backup.created_at, language)}
                  </p>
                  <p className={rows.detail}>
                    {say('item', {
                      lessons: String(backup.lessons),
                      size: megabytesText(backup.bytes / 1e6),
                      media: say(backup.has_media ? 'withMedia' : 'withoutMedia'),
                    })}{' '}
                    · {say('from', { host: backup.host })}
                  </p>
                </div>
                <CopyCommand
                  command={`${state.restore_command} --snapshot ${backup.snapshot_id}`}
                  label={say('copyOf', { when: momentDateText(backup.created_at, language) })}
                />
              </li>
            ))}
          </ul>
        )}
      </SettingGroup>
      {state.verified !== null && <Restoring state={state} />}
    </>
  );
}

/** Of one backup, for the terminal. */
function CopyCommand({ command, label }: { command: string; label: string }) {
  const copy = useMutation({ mutationFn: copyText });
  const Icon = copy.isSuccess ? IconCheck : IconCopy;
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={() => copy.mutate(command)}>
        <Icon size={18} stroke={1.5} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

function Restoring({ state }: { state: BackupState }) {
  const say = useBackupWords();
  const { value: isEncrypted } = useSetting('backup.encrypt');
  const copy = useMutation({ mutationFn: copyText });
  return (
    <SettingGroup title={say('restore')} hint={say('restoreHint')}>
      <div className={classes.status}>
        <code className={classes.command}>{state.restore_command}</code>
        {isEncrypted && <p className={classes.hint}>{say('restorePassphrase')}</p>}
        <div className={classes.actions}>
          <Button
            variant="default"
            leftSection={<IconCopy size={18} stroke={1.5} aria-hidden />}
            onClick={() => copy.mutate(state.restore_command)}
          >
            {say(copy.isSuccess ? 'copied' : 'copy')}
          </Button>
        </div>
      </div>
    </SettingGroup>
  );
}
