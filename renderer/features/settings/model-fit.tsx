/** A pack that is fitted on this computer: how far that is, and what was measured. */
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Model, ModelFit } from '../../../contract/analysis.ts';
import { fitModel } from '../../api/analysis.ts';
import { ApiFailure } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { cancelJob } from '../../api/system.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { momentDateText } from '../../ui/format.ts';
import classes from './model-row.module.css';
import { WorkProgress } from './work-progress.tsx';

export function ModelFitState({ model: { name }, fit }: { model: Model; fit: ModelFit }) {
  const { t } = useLanguage();
  const cache = useQueryClient();
  const onSettled = async () => cache.invalidateQueries({ queryKey: keys.models });
  const start = useMutation({ mutationFn: () => fitModel(name), onSettled });
  const cancel = useMutation({ mutationFn: (id: string) => cancelJob(id), onSettled });
  const { state, job_id: jobId } = fit;
  return (
    <>
      {state === 'fitting' && (
        <>
          <p className={classes.detail}>{t('models.fit_hint')}</p>
          <WorkProgress
            label={t('models.fit_progress', { name })}
            progress={fit.progress}
            onCancel={() => {
              if (jobId !== null) cancel.mutate(jobId);
            }}
          />
        </>
      )}
      {state === 'waiting' && <p className={classes.detail}>{t('models.fit_hint')}</p>}
      {state === 'failed' && fit.error !== null && (
        <FailureText failure={new ApiFailure(fit.error.code, { detail: fit.error.detail })} />
      )}
      {start.error !== null && <FailureText failure={start.error} />}
      {fit.tasks.length > 0 && <Figures fit={fit} />}
      {state !== 'fitting' && state !== 'in_use' && (
        <div>
          <Button
            size="compact-sm"
            variant="default"
            loading={start.isPending}
            onClick={() => start.mutate()}
          >
            {t(state === 'waiting' ? 'models.fit_start' : 'models.fit_again')}
          </Button>
        </div>
      )}
    </>
  );
}

function Figures({ fit }: { fit: ModelFit }) {
  const { t, language } = useLanguage();
  return (
    <div className={classes.figures}>
      <table>
        <caption>{t('models.fit_figures')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('models.fit_task')}</th>
            <th scope="col">{t('models.fit_built_in')}</th>
            <th scope="col">{t('models.fit_with_pack')}</th>
            <th scope="col">{t('models.fit_reader')}</th>
          </tr>
        </thead>
        <tbody>
          {fit.tasks.map(({ task, built_in: builtIn, with_pack: withPack, is_used: isUsed }) => (
            <tr key={task}>
              <th scope="row">{t(`models.fit_${task}`)}</th>
              <td>{shown(builtIn)}</td>
              <td>{shown(withPack)}</td>
              <td>{t(isUsed ? 'models.fit_with_pack' : 'models.fit_built_in')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.detail}>
        {t('models.fit_note', {
          lines: String(fit.lines ?? 0),
          date: fit.fitted_at === null ? '' : momentDateText(fit.fitted_at, language),
        })}
      </p>
    </div>
  );
}

function shown({ value, low, high }: ModelFit['tasks'][number]['gain']): string {
  return `${value.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`;
}
