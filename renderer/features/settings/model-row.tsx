/** One model: what it does, whose licence it has, whether it is in use; packs are installed and removed here. */
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconDownload, IconFileImport, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Model } from '../../../contract/analysis.ts';
import { installModel, installModelFiles, removeModel } from '../../api/analysis.ts';
import { keys } from '../../api/keys.ts';
import { cancelJob } from '../../api/system.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { megabytesText } from '../../ui/format.ts';
import { useNotify } from '../../ui/notify.tsx';
import classes from './model-row.module.css';
import { ModelFitState } from './model-fit.tsx';
import { StateLabel } from './state-label.tsx';
import { WorkProgress } from './work-progress.tsx';

/** @param props.isBetter a pack that would do its task better than what is there */
export function ModelRow({ model, isBetter }: { model: Model; isBetter: boolean }) {
  const { t } = useLanguage();
  const { name, version, task, licence, size_bytes: bytes, origin, state, source, fit } = model;
  const change = useModelChanges(model);
  return (
    <li className={classes.model}>
      <div className={classes.row}>
        <div className={classes.words}>
          <p className={classes.name}>
            {t(`models.task_${task}`)} <code>{name}</code>
            {isBetter && (
              <span className={classes.better}>
                {t(task === 'sentences' ? 'models.maybe_better' : 'models.better')}
              </span>
            )}
          </p>
          <p className={classes.detail}>
            {[
              version,
              licence,
              megabytesText(bytes / 1e6),
              t(origin === 'built_in' ? 'models.built_in' : 'models.pack'),
            ].join(' · ')}
          </p>
          {isBetter && <p className={classes.detail}>{t(`models.better_${task}`)}</p>}
        </div>
        <StateLabel tone={toneOf(model)} text={t(stateTextOf(model))} />
        {origin === 'pack' && <PackButtons model={model} change={change} />}
      </div>
      {state === 'installing' && (
        <WorkProgress
          label={t('models.installing_of', { name })}
          progress={model.progress}
          onCancel={change.cancel}
        />
      )}
      {state !== 'installing' && model.missing_files.length > 0 && (
        <p className={classes.detail}>
          {t('models.missing_files', { files: model.missing_files.join(', ') })}
        </p>
      )}
      {fit !== null && <ModelFitState model={model} fit={fit} />}
      {change.failure !== null && <FailureText failure={change.failure} />}
      <details className={classes.source}>
        <summary>{t('models.source')}</summary>
        <code>{source}</code>
        <code>SHA-256 {model.sha256}</code>
      </details>
    </li>
  );
}

type Changes = ReturnType<typeof useModelChanges>;

function useModelChanges({ name, job_id: jobId }: Model) {
  const { t } = useLanguage();
  const { notify, notifyFailure } = useNotify();
  const cache = useQueryClient();
  const refresh = async () => {
    await cache.invalidateQueries({ queryKey: keys.models });
    await cache.invalidateQueries({ queryKey: keys.system });
  };
  const install = useMutation({ mutationFn: () => installModel(name), onSettled: refresh });
  const fromFile = useMutation({
    mutationFn: (files: readonly File[]) => installModelFiles(name, files),
    onSuccess: (isWhole) => {
      if (isWhole) notify({ text: t('models.now_installed', { name }) });
    },
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: () => removeModel(name),
    onSuccess: () =>
      notify({
        text: t('models.removed', { name }),
        action: { label: t('models.install_again'), run: () => install.mutate() },
      }),
    onSettled: refresh,
  });
  const cancel = useMutation({
    mutationFn: (id: string) => cancelJob(id),
    onError: notifyFailure,
    onSettled: refresh,
  });
  return {
    install: () => {
      fromFile.reset();
      install.mutate();
    },
    fromFiles: (files: readonly File[]) => {
      install.reset();
      fromFile.mutate(files);
    },
    remove: () => remove.mutate(),
    cancel: () => {
      if (jobId !== null) cancel.mutate(jobId);
    },
    isBusy: install.isPending || fromFile.isPending || remove.isPending,
    failure: fromFile.error ?? install.error ?? remove.error,
  };
}

function PackButtons({ model: { name, state }, change }: { model: Model; change: Changes }) {
  const { t } = useLanguage();
  const files = useRef<HTMLInputElement>(null);
  if (state === 'installing') return null;
  const isThere = state === 'installed';
  return (
    <div className={classes.buttons}>
      {!isThere && (
        <Button
          size="compact-sm"
          variant="light"
          loading={change.isBusy}
          leftSection={<IconDownload size={16} stroke={1.5} aria-hidden />}
          aria-label={t('models.install_of', { name })}
          onClick={change.install}
        >
          {t(state === 'damaged' ? 'models.install_again' : 'models.install')}
        </Button>
      )}
      <input
        ref={files}
        type="file"
        hidden
        multiple
        aria-label={t('models.from_file')}
        onChange={(event) => {
          const chosen = [...(event.currentTarget.files ?? [])];
          // The same file may be chosen again after it was put right.
          event.currentTarget.value = '';
          if (chosen.length > 0) change.fromFiles(chosen);
        }}
      />
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('models.more', { name })}>
            <IconDots size="1rem" stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {!isThere && (
            <Menu.Item
              leftSection={<IconFileImport size="1rem" stroke={1.5} />}
              onClick={() => files.current?.click()}
            >
              {t('models.from_file')}
            </Menu.Item>
          )}
          {state !== 'not_installed' && (
            <Menu.Item leftSection={<IconTrash size="1rem" stroke={1.5} />} onClick={change.remove}>
              {t('models.remove')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

function stateTextOf({ state, is_used: isUsed, fit }: Model) {
  if (state === 'installed' && fit !== null && fit.state !== 'in_use')
    return `models.fit_${fit.state}` as const;
  return isUsed ? 'models.in_use' : (`models.${state}` as const);
}

function toneOf({ state, is_used: isUsed, fit }: Model): 'safe' | 'attention' | 'quiet' {
  if (state === 'damaged' || fit?.state === 'failed') return 'attention';
  return isUsed ? 'safe' : 'quiet';
}
