/** Mood of the pupils' messages over the lesson, five minutes at a time; each part leads to its moment. */
import type { TeacherFeedback } from '../../../../contract/session-analysis.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { HowCounted } from '../../../ui/how-counted.tsx';
import { EvidenceLink } from '../evidence-link.tsx';
import { ReviewSection } from '../review-section.tsx';
import { moodTotal, mostMoods } from './measures.ts';
import classes from './teaching-tab.module.css';

const moods = ['negative', 'neutral', 'positive'] as const;

export function MoodBars({ parts }: { parts: TeacherFeedback['sentiment'] }) {
  const { t } = useLanguage();
  const most = mostMoods(parts);
  return (
    <ReviewSection title={t('teaching.moods')} hint={t('teaching.moods_hint')}>
      {parts.length === 0 ? (
        <p className={classes.nothing}>{t('teaching.no_moods')}</p>
      ) : (
        <div className={classes.card}>
          <ol className={classes.moods} aria-label={t('teaching.moods')}>
            {parts.map((part) => (
              <li key={`${part.evidence.recording_id} ${part.evidence.at} ${part.evidence.time}`}>
                <EvidenceLink evidence={part.evidence} />
                <span className={classes.bar} aria-hidden="true">
                  <span style={{ width: `${(moodTotal(part) / most) * 100}%` }}>
                    {moods.map(
                      (mood) =>
                        part[mood] > 0 && <i key={mood} data-mood={mood} style={{ flexGrow: part[mood] }} />,
                    )}
                  </span>
                </span>
                <span className={classes.moodCounts}>
                  {moods
                    .filter((mood) => part[mood] > 0)
                    .map((mood) => t(`teaching.mood_${mood}`, { count: part[mood] }))
                    .join(' · ')}
                </span>
              </li>
            ))}
          </ol>
          <ul className={classes.legend} aria-label={t('overview.legend')}>
            {moods.map((mood) => (
              <li key={mood}>
                <i data-mood={mood} aria-hidden="true" />
                {t(`teaching.legend_${mood}`)}
              </li>
            ))}
          </ul>
        </div>
      )}
      <HowCounted>
        <p>{t('teaching.how_moods')}</p>
      </HowCounted>
    </ReviewSection>
  );
}
