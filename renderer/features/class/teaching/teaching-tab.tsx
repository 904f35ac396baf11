/** For the teacher alone: how this lesson was taught, beside their own earlier ones, and what to try next time. */
import { Button } from '@mantine/core';
import { IconBulb, IconSchool } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { TeacherFeedback } from '../../../../contract/session-analysis.ts';
import { classPath } from '../../../app/paths.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { HowCounted } from '../../../ui/how-counted.tsx';
import { WhenRead } from '../being-read.tsx';
import { useTeacherFeedback } from '../class-data.ts';
import { EvidenceList } from '../insights/evidence-list.tsx';
import { InsightCard } from '../insights/insight-card.tsx';
import { ReviewSection } from '../review-section.tsx';
import { MeasureTile } from './measure-tile.tsx';
import { splitMeasures } from './measures.ts';
import { MoodBars } from './mood-bars.tsx';
import classes from './teaching-tab.module.css';

/** Of the teacher's own lessons, before anything is compared with them (docs/signals.md). */
const fewestEarlier = 3;

export function TeachingTab({ sessionId }: { sessionId: string }) {
  const query = useTeacherFeedback(sessionId);
  return (
    <WhenRead query={query}>{(feedback) => <Teaching sessionId={sessionId} feedback={feedback} />}</WhenRead>
  );
}

function Teaching({ sessionId, feedback }: { sessionId: string; feedback: TeacherFeedback }) {
  const { t } = useLanguage();
  const {
    measures,
    sentiment,
    confusing_moments: confusing,
    suggestions,
    earlier_lessons: earlier,
  } = feedback;
  const { known, unknown } = splitMeasures(measures);
  if (known.length === 0 && sentiment.length === 0 && suggestions.length === 0) {
    return (
      <EmptyState
        icon={<IconSchool size="2rem" stroke={1.5} />}
        title={t('teaching.empty')}
        hint={t('teaching.empty_hint')}
        action={
          <Button component={Link} href={classPath(sessionId, 'data')}>
            {t('overview.to_data')}
          </Button>
        }
      />
    );
  }
  return (
    <div className={classes.teaching}>
      <p className={classes.about}>
        {t('teaching.only_yours')} {t('teaching.not_heard')}
      </p>
      <Suggestions feedback={feedback} />
      <ReviewSection
        title={t('teaching.measures')}
        hint={
          earlier < fewestEarlier
            ? t('teaching.too_few_earlier', { count: earlier, needed: fewestEarlier })
            : t('teaching.earlier', { count: earlier })
        }
      >
        {known.length > 0 && (
          <ul className={classes.tiles} aria-label={t('teaching.measures')}>
            {known.map(({ name, measure }) => (
              <MeasureTile key={name} name={name} measure={measure} />
            ))}
          </ul>
        )}
        {unknown.length > 0 && (
          <div className={classes.card}>
            <h3>{t('teaching.unknown')}</h3>
            <dl className={classes.unknown}>
              {unknown.map(({ name, measure }) => (
                <div key={name}>
                  <dt>{t(`teaching.measure_${name}`)}</dt>
                  <dd>
                    {measure.text}
                    <HowCounted>
                      <p>{t(`teaching.how_${name}`)}</p>
                    </HowCounted>
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        )}
      </ReviewSection>
      <ReviewSection title={t('teaching.confusing')}>
        {confusing.length === 0 ? (
          <p className={classes.nothing}>{t('teaching.no_confusing')}</p>
        ) : (
          <ul className={classes.tiles} aria-label={t('teaching.confusing')}>
            {confusing.map((insight) => (
              <InsightCard key={insight.text} insight={insight} />
            ))}
          </ul>
        )}
      </ReviewSection>
      <MoodBars parts={sentiment} />
    </div>
  );
}

function Suggestions({ feedback }: { feedback: TeacherFeedback }) {
  const { t } = useLanguage();
  const { suggestions, note } = feedback;
  return (
    <ReviewSection title={t('teaching.suggestions')}>
      {suggestions.length > 0 && (
        <ol className={classes.suggestions} aria-label={t('teaching.suggestions')}>
          {suggestions.map(({ text, evidence }) => (
            <li key={text}>
              <IconBulb size="1.25rem" stroke={1.5} aria-hidden="true" />
              <div>
                <p>{text}</p>
                <EvidenceList evidence={evidence} />
              </div>
            </li>
          ))}
        </ol>
      )}
      {note !== null && <p className={classes.nothing}>{note}</p>}
      <HowCounted title={t('overview.how_found')}>
        <p>{t('teaching.how_suggestions')}</p>
      </HowCounted>
    </ReviewSection>
  );
}
