/** Where the lessons are kept, how much room there is, and how long they stay. */
import { ActionIcon, Button, CopyButton, Modal, Skeleton, Switch, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconFolder, IconFolderOpen } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { failureOf } from '../../api/client.ts';
import { answerOf, desktop } from '../../api/desktop.ts';
import { systemQuery } from '../../api/system-query.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { lengthText } from '../../ui/format.ts';
import { ChoiceSetting, NumberSetting } from './setting-inputs.tsx';
import { SettingGroup, SettingRow } from './setting-row.tsx';
import { StorageBar } from './storage-bar.tsx';
import classes from './storage-section.module.css';
import { useSetting } from './use-setting.ts';

export function StorageSection() {
  const { t } = useLanguage();
  const system = useQuery(systemQuery);
  const minutes = (count: number) => (count === 0 ? t('settings.no_limit') : lengthText(count * 60, t));
  return (
    <>
      <SettingGroup title={t('settings.folder')}>
        {system.error !== null && (
          <FailureText failure={system.error} onRetry={() => void system.refetch()} />
        )}
        {system.data === undefined ? (
          <div className={classes.room}>
            <Skeleton height="6.5rem" />
          </div>
        ) : (
          <>
            <FolderRow folder={system.data.storage.folder} />
            <div className={classes.room}>
              <StorageBar system={system.data} />
            </div>
          </>
        )}
      </SettingGroup>
      <SettingGroup title={t('settings.retention')}>
        <KeepDaysRow />
        <NumberSetting
          path="library.trash_days"
          title={t('settings.trash_days')}
          hint={t('settings.trash_days_hint')}
          unit={t('settings.unit_days')}
        />
      </SettingGroup>
      <SettingGroup title={t('settings.room')}>
        <ChoiceSetting
          path="recording.min_free_minutes"
          title={t('settings.min_free_minutes')}
          hint={t('settings.min_free_minutes_hint')}
          say={minutes}
        />
        <ChoiceSetting
          path="recording.warn_free_minutes"
          title={t('settings.warn_free_minutes')}
          say={minutes}
        />
        <ChoiceSetting
          path="recording.stop_free_minutes"
          title={t('settings.stop_free_minutes')}
          hint={t('settings.stop_free_minutes_hint')}
          say={minutes}
        />
      </SettingGroup>
    </>
  );
}

/** Days a lesson stays before it goes to the trash by itself; off: for good. */
function KeepDaysRow() {
  const { t } = useLanguage();
  const id = useId();
  const setting = useSetting('library.keep_days');
  return (
    <>
      <SettingRow
        title={t('settings.keep_days')}
        hint={
          setting.value === null
            ? t('settings.keep_for_good')
            : t('settings.keep_days_hint', { count: setting.value })
        }
        labelFor={id}
        setting={setting}
      >
        <Switch
          id={id}
          size="md"
          checked={setting.value !== null}
          onChange={(event) => setting.save(event.currentTarget.checked ? 365 : null)}
        />
      </SettingRow>
      {setting.value !== null && (
        <NumberSetting
          path="library.keep_days"
          title={t('settings.keep_days_count')}
          hint={t('settings.keep_days_count_hint')}
          unit={t('settings.unit_days')}
        />
      )}
    </>
  );
}

function FolderRow({ folder }: { folder: string }) {
  const { t } = useLanguage();
  const shell = desktop();
  const show = useMutation({
    mutationFn: async () => shell && answerOf(shell.invoke('file.show', { path: folder })),
  });
  const pick = useMutation({
    mutationFn: async () =>
      shell === undefined ? null : ((await answerOf(shell.invoke('data-folder.pick'))) ?? null),
  });
  // The shell loads the page anew when it is done.
  const move = useMutation({
    mutationFn: async (path: string) => shell && answerOf(shell.invoke('data-folder.set', { path })),
    onSuccess: () => pick.reset(),
  });
  const failure = show.error ?? pick.error ?? move.error;
  return (
    <SettingRow
      title={t('settings.folder_path')}
      hint={
        <span className={classes.path}>
          <code>{folder}</code>
          <CopyButton value={folder}>
            {({ copied, copy }) => (
              <Tooltip label={t(copied ? 'settings.copied' : 'settings.copy_path')}>
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={t(copied ? 'settings.copied' : 'settings.copy_path')}
                  onClick={copy}
                >
                  {copied ? (
                    <IconCheck size={16} aria-hidden />
                  ) : (
                    <IconCopy size={16} stroke={1.5} aria-hidden />
                  )}
                </ActionIcon>
              </Tooltip>
            )}
          </CopyButton>
        </span>
      }
      problem={failure === null ? undefined : t(`error.${failureOf(failure).code}`)}
    >
      {shell !== undefined && (
        <>
          <Button
            variant="default"
            leftSection={<IconFolderOpen size={18} stroke={1.5} aria-hidden />}
            onClick={() => show.mutate()}
          >
            {t('settings.folder_open')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconFolder size={18} stroke={1.5} aria-hidden />}
            onClick={() => pick.mutate()}
          >
            {t('settings.folder_change')}
          </Button>
        </>
      )}
      <Modal
        opened={pick.data !== undefined && pick.data !== null}
        onClose={() => pick.reset()}
        title={t('settings.folder_change_title')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <p>{t('settings.folder_change_hint')}</p>
        <p className={classes.newPath}>
          <code>{pick.data?.path}</code>
        </p>
        {move.error !== null && <FailureText failure={move.error} />}
        <div className={classes.actions}>
          <Button variant="default" onClick={() => pick.reset()}>
            {t('common.cancel')}
          </Button>
          <Button
            loading={move.isPending}
            onClick={() => {
              if (pick.data) move.mutate(pick.data.path);
            }}
          >
            {t('settings.folder_change_do')}
          </Button>
        </div>
      </Modal>
    </SettingRow>
  );
}
