/** Takes a file of the core's away: in a browser a link; on the desktop the system's dialog, how far it is, and a stop. */
import { ActionIcon, Button } from '@mantine/core';
import { IconDownload, IconX } from '@tabler/icons-react';
import { desktop, showFile } from '../api/desktop.ts';
import { type FileSave, cancelSave, saveFile, useFileSave } from '../api/file-saves.ts';
import { useLanguage } from '../i18n/language.tsx';
import { megabytesText } from './format.ts';
import { useNotify } from './notify.tsx';
import classes from './save-file-button.module.css';

/** @param props.route of the core, below /api/ @param props.label what the button says; default: that it saves */
export function SaveFileButton(props: {
  route: string;
  fileName: string;
  size: 'xs' | 'sm' | 'compact-sm';
  variant?: 'default' | 'filled';
  label?: string;
}) {
  const { route, fileName, size, variant = 'filled', label } = props;
  const { t } = useLanguage();
  const { notify, notifyFailure } = useNotify();
  const saving = useFileSave(route);
  const look = { size, variant, leftSection: <IconDownload size="1rem" stroke={1.5} aria-hidden="true" /> };
  const shell = desktop();
  if (shell === undefined) {
    return (
      <Button
        {...look}
        component="a"
        href={route}
        download={fileName}
        aria-label={label ?? t('save.download_of', { name: fileName })}
      >
        {label ?? t('save.download')}
      </Button>
    );
  }
  const save = async () => {
    try {
      const file = await saveFile(route, fileName);
      if (file === undefined) return;
      notify({
        text: t('save.saved', { name: fileName }),
        action: { label: t('save.show'), run: () => void showFile(file).catch(notifyFailure) },
      });
    } catch (error) {
      notifyFailure(error);
    }
  };
  if (saving?.writtenBytes !== undefined) return <SaveProgress fileName={fileName} saving={saving} />;
  return (
    <Button
      {...look}
      loading={saving !== undefined}
      aria-label={label ?? t('save.save_of', { name: fileName })}
      onClick={() => void save()}
    >
      {label ?? t('save.save')}
    </Button>
  );
}

function SaveProgress({ fileName, saving }: { fileName: string; saving: FileSave }) {
  const { t, language } = useLanguage();
  const { writtenBytes = 0, totalBytes } = saving;
  const share = totalBytes === null || totalBytes === 0 ? undefined : writtenBytes / totalBytes;
  const text =
    share === undefined
      ? megabytesText(writtenBytes / 1e6)
      : new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(share);
  return (
    <div className={classes.saving}>
      <progress
        className={classes.bar}
        aria-label={t('save.saving', { name: fileName })}
        aria-valuetext={text}
        max={1}
        {...(share === undefined ? {} : { value: share })}
      />
      <span className={classes.text} aria-hidden="true">
        {text}
      </span>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('save.cancel_of', { name: fileName })}
        onClick={() => cancelSave(saving)}
      >
        <IconX size="1rem" stroke={1.5} aria-hidden="true" />
      </ActionIcon>
    </div>
  );
}
