/** The class session at a glance: how far the class took part, what stood out, the lesson along its time, its topics. */
import { Button } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { SessionAnalysis } from '../../../../contract/session-analysis.ts';
import { classPath } from '../../../app/paths.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { momentDateText, wallClockText } from '../../../ui/format.ts';
import { WhenRead } from '../being-read.tsx';
import { useSessionAnalysis } from '../class-data.ts';
import { EngagementCard } from './engagement-card.tsx';
import { InsightSection } from './insight-section.tsx';
import classes from './overview-tab.module.css';
import { SaveMenu } from './save-menu.tsx';
import { SessionTimeline } from './session-timeline.tsx';
import { TopicSection } from './topic-section.tsx';

export function OverviewTab({ sessionId }: { sessionId: string }) {
  const query = useSessionAnalysis(sessionId);
  return (
    <WhenRead query={query}>{(analysis) => <Overview sessionId={sessionId} analysis={analysis} />}</WhenRead>
  );
}

function Overview({ sessionId, analysis }: { sessionId: string; analysis: SessionAnalysis }) {
  const { key_insights: insights, topics, timeline, counts } = analysis;
  const isNothingKnown = counts.messages === 0 && counts.quiz_responses === 0;
  return (
    <div className={classes.overview}>
      {isNothingKnown ? <NothingKnown sessionId={sessionId} /> : <Counts analysis={analysis} />}
      {!isNothingKnown && (
        <div className={classes.first}>
          <InsightSection insights={insights} />
          <EngagementCard analysis={analysis} />
        </div>
      )}
      {isNothingKnown && insights.length > 0 && <InsightSection insights={insights} />}
      {(!isNothingKnown || timeline.length > 0) && <SessionTimeline timeline={timeline} />}
      {!isNothingKnown && <TopicSection topics={topics} />}
    </div>
  );
}

/** What all of it rests on, and a way to take it away. */
function Counts({ analysis }: { analysis: SessionAnalysis }) {
  const { t, language } = useLanguage();
  const { counts, analyzed_at: analyzedAt, session_id: sessionId } = analysis;
  const readAt = `${momentDateText(analyzedAt, language)} ${wallClockText(analyzedAt, language)}`;
  return (
    <div className={classes.counts}>
      <ul aria-label={t('overview.counts')}>
        <li>{t('overview.count_students', { count: counts.students })}</li>
        <li>{t('overview.count_messages', { count: counts.messages })}</li>
        <li>{t('overview.count_answers', { count: counts.quiz_responses })}</li>
        <li>{t('overview.count_recordings', { count: counts.recordings })}</li>
        <li>{t('overview.read_at', { time: readAt })}</li>
      </ul>
      <SaveMenu sessionId={sessionId} />
    </div>
  );
}

function NothingKnown({ sessionId }: { sessionId: string }) {
  const { t } = useLanguage();
  return (
    <EmptyState
      icon={<IconFileImport size="2rem" stroke={1.5} />}
      title={t('overview.empty')}
      hint={t('overview.empty_hint')}
      action={
        <Button component={Link} href={classPath(sessionId, 'data')}>
          {t('overview.to_data')}
        </Button>
      }
    />
  );
}
