/** What to say, and what can be done, where there are no screens yet or their text is still being read. */
import { Button, Progress } from '@mantine/core';
import {
  IconAlertTriangle,
  IconClock,
  IconPhotoOff,
  IconPhotoSearch,
  IconPlayerPause,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useActiveRecordings } from '../../../api/active-recordings.ts';
import { paths } from '../../../app/paths.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { lengthText } from '../../../ui/format.ts';
import { useAnalyze } from '../analysis/analysis-data.ts';
import { PanelSkeleton } from '../panels/chapters-panel.tsx';
import type { SlidesStanding } from './slide-list.ts';
import classes from './slides.module.css';

export function NoSlides({ standing }: { standing: Exclude<SlidesStanding, { is: 'some' }> }) {
  const { t } = useLanguage();
  const isRecording = useActiveRecordings().items.length > 0;
  switch (standing.is) {
    case 'loading':
      return <PanelSkeleton />;
    case 'finding': {
      const { progress, etaSec } = standing;
      return (
        <Empty
          icon={<IconPhotoSearch stroke={1.25} />}
          title={t('slide.finding')}
          hint={t('slide.finding_hint')}
        >
          <Progress value={progress * 100} w="100%" aria-label={t('slide.finding')} />
          <span className={classes.left}>
            {etaSec === null
              ? `${Math.round(progress * 100)}%`
              : t('clip.time_left', { length: lengthText(etaSec, t) })}
          </span>
        </Empty>
      );
    }
    case 'waiting':
      return (
        <Empty
          icon={<IconClock stroke={1.25} />}
          title={t('slide.waiting')}
          hint={t(isRecording ? 'analysis.after_recording' : 'slide.finding_hint')}
        />
      );
    case 'failed':
      return (
        <Empty
          icon={<IconAlertTriangle stroke={1.25} />}
          title={t('slide.failed')}
          hint={t(`error.${standing.code}`)}
          isAlert
        >
          <FindButton text={t('common.retry')} />
        </Empty>
      );
    case 'off':
      return (
        <Empty
          icon={<IconPlayerPause stroke={1.25} />}
          title={t('analysis.is_off')}
          hint={t('slide.off_hint')}
        >
          <FindButton text={t('slide.find_here')} />
          <Button variant="subtle" component={Link} href={`${paths.settings}/analysis`}>
            {t('analysis.to_settings')}
          </Button>
        </Empty>
      );
    case 'unasked':
    case 'cancelled':
      return (
        <Empty
          icon={<IconPhotoSearch stroke={1.25} />}
          title={t(standing.is === 'unasked' ? 'slide.unasked' : 'slide.cancelled')}
          hint={t('slide.finding_hint')}
        >
          <FindButton text={t('slide.find')} />
        </Empty>
      );
    case 'none':
      return (
        <Empty icon={<IconPhotoOff stroke={1.25} />} title={t('slide.none')} hint={t('slide.none_hint')}>
          <FindButton text={t('slide.find_again')} />
        </Empty>
      );
    case 'live':
      return <Empty icon={<IconClock stroke={1.25} />} title={t('slide.live')} hint={t('slide.live_hint')} />;
    default:
      return standing satisfies never;
  }
}

function FindButton({ text }: { text: string }) {
  const analyze = useAnalyze();
  return (
    <Button variant="default" loading={analyze.isPending} onClick={() => analyze.mutate(['slides'])}>
      {text}
    </Button>
  );
}

function Empty(props: {
  icon: ReactNode;
  title: string;
  hint: string;
  isAlert?: boolean;
  children?: ReactNode;
}) {
  const { icon, title, hint, isAlert = false, children } = props;
  return (
    <div className={classes.empty} role={isAlert ? 'alert' : 'status'}>
      <span className={classes.emptyIcon} aria-hidden="true">
        {icon}
      </span>
      <p className={classes.emptyTitle}>{title}</p>
      <p className={classes.emptyHint}>{hint}</p>
      {children !== undefined && <div className={classes.emptyActions}>{children}</div>}
    </div>
  );
}

/** Screens are there; how far their text is. */
export function ReadingState({ standing }: { standing: Extract<SlidesStanding, { is: 'some' }> }) {
  const { t } = useLanguage();
  const analyze = useAnalyze();
  const { reading, hasReadingFailed } = standing;
  if (hasReadingFailed) {
    return (
      <div className={classes.reading} role="alert">
        <span>{t('slide.reading_failed')}</span>
        <Button
          size="compact-sm"
          variant="default"
          loading={analyze.isPending}
          onClick={() => analyze.mutate(['slide_text'])}
        >
          {t('common.retry')}
        </Button>
      </div>
    );
  }
  if (reading === undefined) return null;
  return (
    <div className={classes.reading}>
      <span role="status">{t('slide.reading', reading)}</span>
      <Progress
        value={(reading.read / reading.total) * 100}
        className={classes.readingBar ?? ''}
        aria-label={t('slide.reading', reading)}
      />
    </div>
  );
}
