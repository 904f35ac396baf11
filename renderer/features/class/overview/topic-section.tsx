/** What was talked about: as a cloud to look at, or as a list to read; every word leads to where it came up first. */
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { SessionAnalysis } from '../../../../contract/session-analysis.ts';
import { lessonPath } from '../../../app/paths.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { HowCounted } from '../../../ui/how-counted.tsx';
import { EvidenceLink } from '../evidence-link.tsx';
import { ReviewSection } from '../review-section.tsx';
import { cloudOrder, cloudStep } from './topic-cloud.ts';
import classes from './topic-section.module.css';

type Topics = SessionAnalysis['topics'];
const views = ['cloud', 'list'] as const;

export function TopicSection({ topics }: { topics: Topics }) {
  const { t } = useLanguage();
  const [view, setView] = useState<(typeof views)[number]>('cloud');
  if (topics.length === 0) {
    return (
      <ReviewSection title={t('overview.topics')}>
        <p className={classes.nothing}>{t('overview.no_topics')}</p>
      </ReviewSection>
    );
  }
  return (
    <ReviewSection
      title={t('overview.topics')}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t('overview.topics_view')}
          value={view}
          onChange={(next) => setView(views.find((name) => name === next) ?? 'cloud')}
          data={views.map((name) => ({ value: name, label: t(`overview.topics_${name}`) }))}
        />
      }
    >
      {view === 'cloud' ? <TopicCloud topics={topics} /> : <TopicList topics={topics} />}
      <HowCounted>
        <p>{t('overview.how_topics')}</p>
      </HowCounted>
    </ReviewSection>
  );
}

function TopicCloud({ topics }: { topics: Topics }) {
  const { t } = useLanguage();
  return (
    <ul className={classes.cloud} aria-label={t('overview.topics')}>
      {cloudOrder(topics).map(({ text, count, evidence }) => {
        const { recording_id: recordingId, time } = evidence;
        const times = t('overview.times', { count });
        return (
          <li key={text} data-step={cloudStep(count, topics)}>
            {recordingId === null || time === null ? (
              <span title={times}>{text}</span>
            ) : (
              <Link href={lessonPath(recordingId, time)} title={times}>
                {text}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function TopicList({ topics }: { topics: Topics }) {
  const { t } = useLanguage();
  const most = Math.max(1, ...topics.map(({ count }) => count));
  return (
    <ol className={classes.list} aria-label={t('overview.topics')}>
      {topics.map(({ text, count, evidence }) => (
        <li key={text}>
          <span className={classes.word}>{text}</span>
          <span className={classes.bar} aria-hidden="true">
            <span style={{ width: `${(count / most) * 100}%` }} />
          </span>
          <span className={classes.count}>{t('overview.times', { count })}</span>
          <EvidenceLink evidence={evidence} />
        </li>
      ))}
    </ol>
  );
}
