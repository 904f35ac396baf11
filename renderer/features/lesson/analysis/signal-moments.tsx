/** Signs that a camera saw of the class as a whole, each with the pictures it rests on. */
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { LessonSignals } from '../../../../contract/analysis.ts';
import { paths } from '../../../app/paths.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { BoxedPicture } from '../../../ui/boxed-picture.tsx';
import { clockText, lengthText } from '../../../ui/format.ts';
import { signalSigns } from '../../../ui/signal-signs.ts';
import { useLesson } from '../lesson-context.ts';
import classes from './analysis.module.css';

type Moment = LessonSignals['moments'][number];

/** @param props.isOn the school switched looking on @param props.wasLooked somebody has looked through this lesson */
export function SignalMoments(props: {
  signals: LessonSignals | undefined;
  isOn: boolean;
  wasLooked: boolean;
}) {
  const { signals, isOn, wasLooked } = props;
  const { t } = useLanguage();
  const moments = signals?.moments ?? [];
  const nothingKey =
    signals?.skipped === 'no_people'
      ? 'signals.no_people'
      : wasLooked
        ? 'signals.none'
        : isOn
          ? 'signals.not_yet'
          : 'signals.off';
  return (
    <section className={classes.section}>
      <h3>{t('signals.title')}</h3>
      {moments.length === 0 && <p className={classes.hint}>{t(nothingKey)}</p>}
      {moments.length === 0 && !isOn && (
        <Button
          size="compact-sm"
          variant="subtle"
          className={classes.settingsLink ?? ''}
          component={Link}
          href={`${paths.settings}/analysis`}
        >
          {t('signals.to_settings')}
        </Button>
      )}
      {moments.length > 0 && (
        <>
          <p className={classes.hint}>{t('signals.hint')}</p>
          <ol className={classes.moments} aria-label={t('signals.title')}>
            {moments.map((moment) => (
              <MomentRow key={`${moment.kind} ${moment.start_time}`} moment={moment} />
            ))}
          </ol>
          <details className={classes.how}>
            <summary>{t('analysis.how_counted')}</summary>
            <p>{t('signals.definition')}</p>
          </details>
        </>
      )}
    </section>
  );
}

function MomentRow({ moment }: { moment: Moment }) {
  const { seek } = useLesson();
  const { t, language } = useLanguage();
  const { kind, start_time: startSec, end_time: endSec, count, confidence, evidence } = moment;
  const Sign = signalSigns[kind];
  const percent = new Intl.NumberFormat(language, { style: 'percent' }).format(confidence);
  const facts = [
    lengthText(Math.max(1, endSec - startSec), t),
    ...(count > 0 ? [t('signals.count', { count })] : []),
    t('signals.confidence', { percent }),
  ];
  return (
    <li className={classes.moment}>
      <button type="button" className={classes.momentHead} onClick={() => seek(startSec)}>
        <Sign size="1.125rem" stroke={1.5} aria-hidden="true" />
        <time>{clockText(startSec)}</time>
        <span>
          {t(`signal.${kind}`)}
          <small>{facts.join(' · ')}</small>
        </span>
      </button>
      {evidence.length > 0 && (
        <ul className={classes.evidence}>
          {evidence.map(({ time, image, boxes }) => (
            <li key={image}>
              <button
                type="button"
                aria-label={t('signals.evidence', { time: clockText(time), what: t(`signal.${kind}`) })}
                onClick={() => seek(time)}
              >
                <BoxedPicture
                  src={image}
                  alt=""
                  isLazy
                  boxes={boxes.map((box, index) => ({ id: String(index), box, kind: 'signal' }))}
                />
              </button>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
