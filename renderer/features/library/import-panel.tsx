/** Files on their way into the library: a small panel that stands in nobody's way. */
import { ActionIcon, Button, CloseButton, FileButton, Progress } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconEdit,
  IconFileImport,
  IconRefresh,
  IconX,
} from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { lessonPath } from '../../app/paths.ts';
import { type Translate, useLanguage } from '../../i18n/language.tsx';
import { DetailsDialog } from './details-dialog.tsx';
import {
  type ImportEntry,
  cancelImport,
  clearImports,
  describeImport,
  isWorking,
  retryImport,
  useImports,
} from './import-queue.ts';
import classes from './import.module.css';

/** What a file picker offers first; the core decides what it can read. */
const accepted = 'video/*,audio/*,.mkv,.mov,.avi,.ts,.m2ts,.mts,.flv,.wmv';

export function ImportPanel({ onFiles, onClose }: { onFiles: (files: File[]) => void; onClose: () => void }) {
  const { t } = useLanguage();
  const entries = useImports();
  const [edited, setEdited] = useState<ImportEntry>();
  const choose = useRef<HTMLButtonElement>(null);
  const isEmpty = entries.length === 0;
  useEffect(() => {
    // Opened to choose files; with files on their way the focus stays where it was.
    if (isEmpty) choose.current?.focus();
  }, [isEmpty]);
  const working = entries.filter(isWorking).length;
  return (
    <section className={classes.panel} aria-label={t('import.title')}>
      <header className={classes.head}>
        <h2>{working > 0 ? t('import.working', { count: working }) : t('import.title')}</h2>
        <CloseButton
          aria-label={t('common.close')}
          onClick={() => {
            clearImports();
            onClose();
          }}
        />
      </header>
      {isEmpty && <p className={classes.hint}>{t('import.hint')}</p>}
      {!isEmpty && (
        <ul className={classes.entries}>
          {entries.map((entry) => (
            <Entry key={entry.key} entry={entry} onEdit={() => setEdited(entry)} />
          ))}
        </ul>
      )}
      <FileButton multiple accept={accepted} onChange={(files) => files.length > 0 && onFiles(files)}>
        {(props) => (
          <Button
            {...props}
            ref={choose}
            variant={isEmpty ? 'filled' : 'default'}
            fullWidth
            leftSection={<IconFileImport stroke={1.5} size="1.125rem" aria-hidden="true" />}
          >
            {t('import.choose')}
          </Button>
        )}
      </FileButton>
      {edited !== undefined && (
        <DetailsDialog
          fields={edited.fields}
          onSave={(fields) => describeImport(edited.key, fields)}
          onClose={() => setEdited(undefined)}
        />
      )}
    </section>
  );
}

function stateText({ state, progress, failure }: ImportEntry, t: Translate): string {
  const percent = Math.round(progress * 100);
  switch (state) {
    case 'waiting':
      return t('import.waiting');
    case 'sending':
      return t('import.sending', { percent });
    case 'preparing':
      return t('import.preparing', { percent });
    case 'done':
      return t('import.done');
    case 'cancelled':
      return t('import.cancelled');
    case 'failed':
      return t(`error.${failure?.code ?? 'internal'}`);
    default:
      return state satisfies never;
  }
}

function Entry({ entry, onEdit }: { entry: ImportEntry; onEdit: () => void }) {
  const { t } = useLanguage();
  const { key, state, progress, fields, file, recordingId } = entry;
  const { session_date: date, class_name: room, subject } = fields;
  const facts = [subject, room, date].filter((part) => part !== '');
  const canEdit = isWorking(entry) || state === 'done';
  return (
    <li className={classes.entry} data-state={state}>
      <div className={classes.words}>
        {state === 'done' && recordingId !== undefined ? (
          <Link href={lessonPath(recordingId)} className={classes.name}>
            {fields.title}
          </Link>
        ) : (
          <span className={classes.name}>{fields.title}</span>
        )}
        {facts.length > 0 && <span className={classes.facts}>{facts.join(' · ')}</span>}
        <span className={classes.state} role={state === 'failed' ? 'alert' : undefined}>
          {state === 'done' && <IconCircleCheck stroke={1.5} aria-hidden="true" />}
          {state === 'failed' && <IconAlertTriangle stroke={1.5} aria-hidden="true" />}
          {stateText(entry, t)}
        </span>
      </div>
      <div className={classes.tools}>
        {canEdit && (
          <ActionIcon variant="subtle" aria-label={t('import.edit', { name: fields.title })} onClick={onEdit}>
            <IconEdit stroke={1.5} size="1.125rem" aria-hidden="true" />
          </ActionIcon>
        )}
        {isWorking(entry) && (
          <ActionIcon
            variant="subtle"
            aria-label={t('import.cancel', { name: fields.title })}
            onClick={() => void cancelImport(key)}
          >
            <IconX stroke={1.5} size="1.125rem" aria-hidden="true" />
          </ActionIcon>
        )}
        {state === 'failed' && (
          <ActionIcon
            variant="subtle"
            aria-label={t('import.retry', { name: fields.title })}
            onClick={() => retryImport(key)}
          >
            <IconRefresh stroke={1.5} size="1.125rem" aria-hidden="true" />
          </ActionIcon>
        )}
      </div>
      {(state === 'sending' || state === 'preparing') && (
        <Progress
          className={classes.progress ?? ''}
          value={progress * 100}
          size="sm"
          aria-label={t('import.progress_of', { name: file.name })}
        />
      )}
    </li>
  );
}
