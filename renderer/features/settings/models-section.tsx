/** The models that look at lessons and listen to them, and the tools that do the rest, as the recorder found them. */
import { Skeleton } from '@mantine/core';
import { IconCpu } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { listModels } from '../../api/analysis.ts';
import { keys } from '../../api/keys.ts';
import { type SystemInfo, readiness } from '../../api/system.ts';
import { systemQuery } from '../../api/system-query.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { FactList } from './fact-list.tsx';
import { modelsByTask } from './model-list.ts';
import { ModelRow } from './model-row.tsx';
import classes from './named-list.module.css';
import { SettingGroup } from './setting-row.tsx';
import { StateLabel } from './state-label.tsx';

export function ModelsSection() {
  return (
    <>
      <Models />
      <Tools />
    </>
  );
}

function Models() {
  const { t } = useLanguage();
  const models = useQuery({ queryKey: keys.models, queryFn: ({ signal }) => listModels(signal) });
  return (
    <SettingGroup title={t('models.title')} hint={t('models.hint')}>
      {models.error !== null && <FailureText failure={models.error} onRetry={() => void models.refetch()} />}
      {models.isPending && <Skeleton height="12rem" radius="lg" />}
      {models.data?.length === 0 && (
        <EmptyState
          icon={<IconCpu stroke={1.5} />}
          title={t('models.empty_title')}
          hint={t('models.empty_hint')}
        />
      )}
      {models.data !== undefined && models.data.length > 0 && (
        <ul className={classes.list} aria-label={t('models.title')}>
          {modelsByTask(models.data).map(({ model, isBetter }) => (
            <ModelRow key={model.name} model={model} isBetter={isBetter} />
          ))}
        </ul>
      )}
    </SettingGroup>
  );
}

function Tools() {
  const { t } = useLanguage();
  const system = useQuery(systemQuery);
  const ready = useQuery({
    queryKey: [...keys.system, 'ready'],
    queryFn: ({ signal }) => readiness(signal),
  });
  if (system.error !== null)
    return <FailureText failure={system.error} onRetry={() => void system.refetch()} />;
  return (
    <>
      <SettingGroup title={t('models.tools')} hint={t('models.tools_hint')}>
        {system.data === undefined ? <Skeleton height="12rem" /> : <Ffmpeg ffmpeg={system.data.ffmpeg} />}
      </SettingGroup>
      {ready.data !== undefined && (
        <SettingGroup title={t('models.checks')}>
          <FactList
            facts={(['database', 'disk', 'ffmpeg'] as const).map((name) => [
              t(`models.check_${name}`),
              <StateLabel
                key={name}
                tone={ready.data.checks[name].ok ? 'safe' : 'attention'}
                text={t(ready.data.checks[name].ok ? 'models.check_ok' : 'models.check_bad')}
              />,
            ])}
          />
        </SettingGroup>
      )}
    </>
  );
}

function Ffmpeg({ ffmpeg }: { ffmpeg: SystemInfo['ffmpeg'] }) {
  const { t } = useLanguage();
  if (ffmpeg === null) {
    return <EmptyState title={t('models.no_ffmpeg')} hint={t('error.ffmpeg_missing')} />;
  }
  return (
    <FactList
      facts={[
        ['ffmpeg', ffmpeg.version],
        [t('models.ffmpeg_path'), <code key="path">{ffmpeg.path}</code>],
        [t('models.h264'), ffmpeg.h264_encoder ?? t('models.no_encoder')],
        [t('models.aac'), ffmpeg.aac_encoder ?? t('models.no_encoder')],
      ]}
    />
  );
}
