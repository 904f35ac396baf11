/** What the recorder found out about the lesson, and how it came to that. */
import { Skeleton } from '@mantine/core';
import { useSettings } from '../../../api/settings.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { useLesson } from '../lesson-context.ts';
import panels from '../panels/panels.module.css';
import { useAnalysis, useSignals, useSpeech } from './analysis-data.ts';
import classes from './analysis.module.css';
import { ClassInsights } from './class-insights.tsx';
import { SignalMoments } from './signal-moments.tsx';
import { SpeechSummary } from './speech-summary.tsx';
import { StageList } from './stage-list.tsx';

export function AnalysisPanel() {
  const { isLive } = useLesson();
  const { t } = useLanguage();
  const { stages, stage, isPending } = useAnalysis();
  const speech = useSpeech();
  const signals = useSignals();
  const settings = useSettings();
  if (isLive) return <p className={panels.nothing}>{t('analysis.live')}</p>;
  return (
    <div className={panels.column}>
      <div className={classes.sections} tabIndex={0} role="region" aria-label={t('panel.analysis')}>
        <ClassInsights />
        {speech !== undefined && <SpeechSummary speech={speech} />}
        <SignalMoments
          signals={signals}
          isOn={settings.data?.analysis.camera_signals ?? false}
          wasLooked={stage('signals')?.state === 'done'}
        />
        {isPending && <Skeleton height="12rem" radius="md" />}
        {stages !== undefined && <StageList stages={stages} />}
        {!isPending && stages === undefined && <p className={panels.nothing}>{t('analysis.unknown')}</p>}
      </div>
    </div>
  );
}
