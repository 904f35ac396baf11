/** How much was said, where it was quiet, and whether it can be heard well. */
import type { LessonSpeech, Span } from '../../../../contract/analysis.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { clockText, lengthText } from '../../../ui/format.ts';
import { useLesson } from '../lesson-context.ts';
import classes from './analysis.module.css';
import { speechFacts } from './speech-facts.ts';

/** More clipped places than this are one finding, not a list. */
const mostListed = 6;

export function SpeechSummary({ speech }: { speech: LessonSpeech }) {
  const { t, language } = useLanguage();
  const { share, spokenSec, longestPause, loudness } = speechFacts(speech);
  if (share === undefined || speech.spans.length === 0) {
    return (
      <section className={classes.section}>
        <h3>{t('speech.title')}</h3>
        <p className={classes.hint}>{t(share === undefined ? 'speech.no_sound' : 'speech.nobody')}</p>
      </section>
    );
  }
  const percent = new Intl.NumberFormat(language, { style: 'percent' }).format(share);
  return (
    <section className={classes.section}>
      <h3>{t('speech.title')}</h3>
      <p className={classes.big}>
        {percent}
        <small>{t('speech.share', { length: lengthText(spokenSec, t) })}</small>
      </p>
      <div className={classes.bar} aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <ul className={classes.facts}>
        <li>
          {speech.pauses.length === 0
            ? t('speech.no_pauses')
            : t('speech.pauses', { count: speech.pauses.length })}
          {longestPause !== undefined && (
            <SeekTo
              span={longestPause}
              words={t('speech.longest', {
                length: lengthText(longestPause.end_time - longestPause.start_time, t),
              })}
            />
          )}
        </li>
        {loudness !== undefined && <li data-tone={loudness}>{t(`speech.level_${loudness}`)}</li>}
        {speech.clipped.length > 0 && (
          <li data-tone="loud">
            {t('speech.clipped', { count: speech.clipped.length })}
            {speech.clipped.slice(0, mostListed).map((span) => (
              <SeekTo key={span.start_time} span={span} />
            ))}
          </li>
        )}
      </ul>
      <details className={classes.how}>
        <summary>{t('analysis.how_counted')}</summary>
        <p>
          {t('speech.definition', {
            mean: speech.level === null ? '–' : `${Math.round(speech.level.mean_db)} dBFS`,
          })}
        </p>
      </details>
    </section>
  );
}

function SeekTo({ span, words }: { span: Span; words?: string }) {
  const { seek } = useLesson();
  const at = clockText(span.start_time);
  return (
    <button type="button" className={classes.seek} onClick={() => seek(span.start_time)}>
      {words !== undefined && `${words} · `}
      <time>{at}</time>
    </button>
  );
}
