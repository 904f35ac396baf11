/** The stages of the analysis: how far each is, which model did it, and having it done again. */
import { ActionIcon, Button, Progress, Tooltip } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useActiveRecordings } from '../../../api/active-recordings.ts';
import { paths } from '../../../app/paths.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { lengthText, momentDateText, wallClockText } from '../../../ui/format.ts';
import { type StageState, useAnalyze } from './analysis-data.ts';
import classes from './analysis.module.css';

export function StageList({ stages }: { stages: readonly StageState[] }) {
  const { t } = useLanguage();
  const analyze = useAnalyze();
  const isRecording = useActiveRecordings().items.length > 0;
  const isGoingOn = stages.some(({ state }) => state === 'running' || state === 'queued');
  const isWaiting = isGoingOn && stages.every(({ state }) => state !== 'running');
  const again = stages.filter(({ state }) => state !== 'off').map(({ stage }) => stage);
  return (
    <section className={classes.section}>
      <h3>{t('analysis.stages')}</h3>
      <p className={classes.hint}>
        {t(isWaiting && isRecording ? 'analysis.after_recording' : 'analysis.stages_hint')}
      </p>
      <ul className={classes.stages}>
        {stages.map((stage) => (
          <StageRow
            key={stage.stage}
            stage={stage}
            isBusy={analyze.isPending}
            onAgain={() => analyze.mutate([stage.stage])}
          />
        ))}
      </ul>
      <Button
        size="compact-sm"
        variant="light"
        className={classes.all ?? ''}
        leftSection={<IconRefresh size="1rem" stroke={1.5} aria-hidden="true" />}
        loading={analyze.isPending}
        disabled={isGoingOn || again.length === 0}
        onClick={() => analyze.mutate(again)}
      >
        {t('analysis.all_again')}
      </Button>
    </section>
  );
}

function StageRow(props: { stage: StageState; isBusy: boolean; onAgain: () => void }) {
  const { stage, isBusy, onAgain } = props;
  const { t } = useLanguage();
  const { stage: name, state, models } = stage;
  const isGoingOn = state === 'running' || state === 'queued';
  const label = t(`stage.${name}`);
  return (
    <li className={classes.stage} data-state={state}>
      <div className={classes.stageWords}>
        <p>{label}</p>
        <StageNow stage={stage} label={label} />
        {models.length > 0 && (
          <p className={classes.models}>
            {t('analysis.made_with', {
              models: models.map(({ name: model, version }) => `${model} ${version}`).join(', '),
            })}
          </p>
        )}
      </div>
      {state === 'off' ? (
        <Button size="compact-xs" variant="subtle" component={Link} href={`${paths.settings}/analysis`}>
          {t('analysis.to_settings')}
        </Button>
      ) : (
        !isGoingOn && (
          <Tooltip label={t(state === 'none' ? 'analysis.do' : 'analysis.again')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t(state === 'none' ? 'analysis.do_stage' : 'analysis.again_stage', {
                stage: label,
              })}
              disabled={isBusy}
              onClick={onAgain}
            >
              <IconRefresh size="1rem" stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        )
      )}
    </li>
  );
}

function StageNow({ stage, label }: { stage: StageState; label: string }) {
  const { t, language } = useLanguage();
  const { state, progress, eta_seconds: etaSec, finished_at: finishedAt, error } = stage;
  switch (state) {
    case 'running':
      return (
        <div className={classes.progress}>
          <Progress value={progress * 100} aria-label={label} className={classes.progressBar ?? ''} />
          <span>
            {etaSec === null
              ? `${Math.round(progress * 100)}%`
              : t('clip.time_left', { length: lengthText(etaSec, t) })}
          </span>
        </div>
      );
    case 'failed':
      return <p className={classes.failed}>{t(`error.${error?.code ?? 'analysis_failed'}`)}</p>;
    case 'done':
      return (
        <p className={classes.hint}>
          {finishedAt === null
            ? t('stage_state.done')
            : t('analysis.done_at', {
                time: `${momentDateText(finishedAt, language)} ${wallClockText(finishedAt, language)}`,
              })}
        </p>
      );
    case 'none':
    case 'off':
    case 'queued':
    case 'cancelled':
      return <p className={classes.hint}>{t(`stage_state.${state}`)}</p>;
    default:
      return state satisfies never;
  }
}
