/** Streams that are kept by name: the recorder holds the address, with its passwords, and never shows it again. */
import { ActionIcon, Button, Skeleton, TextInput, Tooltip } from '@mantine/core';
import { IconPencil, IconPlus, IconScreenShare, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { SavedSource } from '../../../contract/recording.ts';
import { keys } from '../../api/keys.ts';
import { changeSavedSource, listSavedSources, saveSource } from '../../api/recording.ts';
import { savedSourcePath } from '../../api/watches.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import classes from './named-list.module.css';
import { useRemoval } from '../../ui/pending-removal.tsx';
import { SettingGroup } from './setting-row.tsx';

export function useSavedSources() {
  return useQuery({ queryKey: keys.savedSources, queryFn: ({ signal }) => listSavedSources(signal) });
}

export function SourcesSection() {
  const { t } = useLanguage();
  const sources = useSavedSources();
  const { isHidden, remove } = useRemoval({ queryKey: keys.savedSources });
  const [edited, setEdited] = useState<string>();
  const shown = sources.data?.filter(({ source_id }) => !isHidden(savedSourcePath(source_id)));
  const isAdding = edited === 'new';
  return (
    <SettingGroup title={t('sources.title')} hint={t('sources.hint')}>
      {sources.error !== null && (
        <FailureText failure={sources.error} onRetry={() => void sources.refetch()} />
      )}
      {shown === undefined && sources.error === null && <Skeleton height="4rem" />}
      {shown?.length === 0 && !isAdding && (
        <EmptyState
          icon={<IconScreenShare stroke={1.5} />}
          title={t('sources.empty_title')}
          hint={t('sources.empty_hint')}
          action={<Button onClick={() => setEdited('new')}>{t('sources.add')}</Button>}
        />
      )}
      {shown !== undefined && shown.length > 0 && (
        <ul className={classes.list}>
          {shown.map((source) => (
            <li key={source.source_id}>
              {edited === source.source_id ? (
                <SourceForm source={source} onDone={() => setEdited(undefined)} />
              ) : (
                <SourceRow
                  source={source}
                  onEdit={() => setEdited(source.source_id)}
                  onRemove={() =>
                    remove(savedSourcePath(source.source_id), t('sources.removed', { name: source.name }))
                  }
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {isAdding && <SourceForm onDone={() => setEdited(undefined)} />}
      {!isAdding && shown !== undefined && shown.length > 0 && (
        <div className={classes.foot}>
          <Button
            variant="subtle"
            leftSection={<IconPlus size={18} stroke={1.5} aria-hidden />}
            onClick={() => setEdited('new')}
          >
            {t('sources.add')}
          </Button>
        </div>
      )}
    </SettingGroup>
  );
}

function SourceRow(props: { source: SavedSource; onEdit: () => void; onRemove: () => void }) {
  const { source, onEdit, onRemove } = props;
  const { t } = useLanguage();
  return (
    <div className={classes.row}>
      <div className={classes.words}>
        <p className={classes.name}>{source.name}</p>
        <p className={classes.detail}>{source.stream_url}</p>
      </div>
      <RowButton label={t('sources.edit', { name: source.name })} onClick={onEdit}>
        <IconPencil size={18} stroke={1.5} aria-hidden />
      </RowButton>
      <RowButton label={t('sources.remove', { name: source.name })} onClick={onRemove}>
        <IconTrash size={18} stroke={1.5} aria-hidden />
      </RowButton>
    </div>
  );
}

export function RowButton(props: { label: string; onClick: () => void; children: ReactNode }) {
  const { label, onClick, children } = props;
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

/** @param props.source the one to change; undefined: a new one */
function SourceForm({ source, onDone }: { source?: SavedSource; onDone: () => void }) {
  const { t } = useLanguage();
  const cache = useQueryClient();
  const [name, setName] = useState(source?.name ?? '');
  const [address, setAddress] = useState('');
  const save = useMutation({
    mutationFn: () => {
      const typed = { name: name.trim(), stream_url: address.trim() };
      if (source === undefined) return saveSource(typed);
      return changeSavedSource(source.source_id, {
        name: typed.name,
        ...(typed.stream_url === '' ? {} : { stream_url: typed.stream_url }),
      });
    },
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.savedSources });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const isComplete = name.trim() !== '' && (source !== undefined || address.trim() !== '');
  return (
    <form
      className={classes.form}
      aria-label={source === undefined ? t('sources.add') : t('sources.edit', { name: source.name })}
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
      }}
    >
      <TextInput
        label={t('sources.name')}
        placeholder={t('sources.name_example')}
        maxLength={200}
        autoFocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t('sources.address')}
        description={source === undefined ? t('sources.address_hint') : t('sources.address_kept')}
        placeholder={source?.stream_url ?? 'rtsp://192.168.0.20/class'}
        autoComplete="off"
        spellCheck={false}
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      {save.error !== null && <FailureText failure={save.error} />}
      <div className={classes.actions}>
        <Button variant="default" onClick={onDone}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" disabled={!isComplete} loading={save.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
