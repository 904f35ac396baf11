/** Addresses that were kept: choose one, give it another name, let it go. */
import { ActionIcon, Menu, TextInput } from '@mantine/core';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import type { SavedSource } from '../../../contract/recording.ts';
import { keys } from '../../api/keys.ts';
import { changeSavedSource } from '../../api/recording.ts';
import { savedSourcePath } from '../../api/watches.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useNotify } from '../../ui/notify.tsx';
import { useRemoval } from '../../ui/pending-removal.tsx';
import classes from './saved-sources.module.css';
import { type SourceChoice, chosenSaved } from './source-address.ts';

export function SavedSources(props: {
  choice: SourceChoice;
  /** Without those that are being removed. */
  saved: readonly SavedSource[];
  onChoose: (change: Partial<SourceChoice>) => void;
}) {
  const { choice, saved, onChoose } = props;
  const { t } = useLanguage();
  const cache = useQueryClient();
  const { notifyFailure } = useNotify();
  const name = useId();
  const [renaming, setRenaming] = useState<string>();
  const isRenameWanted = useRef(false);
  const { remove } = useRemoval({ queryKey: keys.savedSources });
  const chosen = chosenSaved(choice, { saved })?.source_id;

  const rename = useMutation({
    mutationFn: ({ id, to }: { id: string; to: string }) => changeSavedSource(id, { name: to }),
    onMutate: ({ id, to }) =>
      cache.setQueryData<SavedSource[]>(keys.savedSources, (now) =>
        now?.map((one) => (one.source_id === id ? { ...one, name: to } : one)),
      ),
    onError: notifyFailure,
    onSettled: () => cache.invalidateQueries({ queryKey: keys.savedSources }),
  });

  if (saved.length === 0) return <p className={classes.none}>{t('record.no_saved')}</p>;
  return (
    <ul className={classes.list} aria-label={t('record.source_saved')}>
      {saved.map((source) => (
        <li key={source.source_id} className={classes.item}>
          {renaming === source.source_id ? (
            <TextInput
              className={classes.rename ?? ''}
              aria-label={t('record.address_name')}
              defaultValue={source.name}
              maxLength={200}
              ref={selectAtOnce}
              onKeyDown={(event) => {
                if (event.key === 'Enter') {
                  event.preventDefault();
                  event.currentTarget.blur();
                }
                if (event.key === 'Escape') setRenaming(undefined);
              }}
              onBlur={(event) => {
                const to = event.currentTarget.value.trim();
                if (to !== '' && to !== source.name) rename.mutate({ id: source.source_id, to });
                setRenaming(undefined);
              }}
            />
          ) : (
            <label className={classes.choice}>
              <input
                type="radio"
                name={name}
                checked={chosen === source.source_id}
                onChange={() => onChoose({ savedId: source.source_id })}
              />
              <span className={classes.name}>{source.name}</span>
              <span className={classes.address}>{source.stream_url}</span>
            </label>
          )}
          <Menu
            position="bottom-end"
            withinPortal
            // The field takes the focus, so the menu must have given it back before.
            onExitTransitionEnd={() => {
              if (isRenameWanted.current) setRenaming(source.source_id);
              isRenameWanted.current = false;
            }}
          >
            <Menu.Target>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('record.saved_menu', { name: source.name })}
              >
                <IconDots size="1.125rem" stroke={1.5} aria-hidden="true" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={<IconPencil size="1rem" stroke={1.5} aria-hidden="true" />}
                onClick={() => {
                  isRenameWanted.current = true;
                }}
              >
                {t('record.rename')}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconTrash size="1rem" stroke={1.5} aria-hidden="true" />}
                onClick={() =>
                  remove(
                    savedSourcePath(source.source_id),
                    t('record.address_removed', { name: source.name }),
                  )
                }
              >
                {t('common.delete')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </li>
      ))}
    </ul>
  );
}

function selectAtOnce(input: HTMLInputElement | null): void {
  input?.focus();
  input?.select();
}
