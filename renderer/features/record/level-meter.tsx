/** Loudness as a bar with a held peak, its word beside it. */
import { IconVolume } from '@tabler/icons-react';
import { useLanguage } from '../../i18n/language.tsx';
import { type Meter, heldPeak, meterPlace, meterZones } from './level.ts';
import classes from './level-meter.module.css';

/** The bar consists of so many steps. */
const steps = 40;
const toStep = (place: number) => Math.ceil(place * steps) / steps;

/**
 * @param props.meter undefined: nothing is heard (yet)
 * @param props.isOff there will be no sound, as was chosen
 */
export function LevelMeter({ meter, isOff = false }: { meter: Meter | undefined; isOff?: boolean }) {
  const { t } = useLanguage();
  const loudness = meter?.loudness;
  const place = toStep(meterPlace(meter?.nowDb ?? -Infinity));
  const lastAtMs = meter?.recent.at(-1)?.atMs ?? 0;
  const peak = meter === undefined ? 0 : toStep(meterPlace(heldPeak(meter, lastAtMs)));
  const word = t(isOff ? 'record.without_sound' : `record.sound_${loudness ?? 'unknown'}`);
  return (
    <div className={classes.meter} data-loudness={loudness}>
      <IconVolume className={classes.icon} stroke={1.5} aria-hidden="true" />
      <div className={classes.scale}>
        <div
          role="meter"
          aria-label={t('record.sound_level')}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(place * 100)}
          aria-valuetext={word}
          className={classes.track}
          style={{ '--level': place, '--peak': peak, ...zones }}
        >
          <span className={classes.fill} />
          <span className={classes.peak} data-shown={peak > 0 || undefined} />
        </div>
        <div className={classes.words} style={zones} aria-hidden="true">
          <span>{t('record.scale_quiet')}</span>
          <span>{t('record.scale_good')}</span>
          <span>{t('record.scale_loud')}</span>
        </div>
      </div>
      <span className={classes.word}>{word}</span>
    </div>
  );
}

const zones = { '--good': meterZones.good, '--loud': meterZones.loud };
