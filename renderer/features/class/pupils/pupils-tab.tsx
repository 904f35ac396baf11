/** Pupil by pupil: who may need help, and what each of them did. */
import { Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { Link } from 'wouter';
import { classPath } from '../../../app/paths.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { FailureText } from '../../../ui/failure-text.tsx';
import { useSessionAnalysis } from '../class-data.ts';
import { HelpSection } from './help-section.tsx';
import { ProfilesSection, ProfilesSkeleton } from './profiles-section.tsx';
import classes from './pupils-tab.module.css';

export function PupilsTab({ sessionId }: { sessionId: string }) {
  const { t } = useLanguage();
  const { data: analysis, error, refetch } = useSessionAnalysis(sessionId);
  if (analysis?.student_profiles.length === 0) {
    return (
      <EmptyState
        icon={<IconUsers size="2rem" stroke={1.5} />}
        title={t('pupils.empty')}
        hint={t('pupils.empty_hint')}
        action={
          <Button component={Link} href={classPath(sessionId, 'data')}>
            {t('pupils.to_data')}
          </Button>
        }
      />
    );
  }
  return (
    <div className={classes.parts}>
      <HelpSection sessionId={sessionId} analysis={analysis} />
      {analysis === undefined && error !== null && (
        <FailureText failure={error} onRetry={() => void refetch()} />
      )}
      {analysis === undefined && error === null && <ProfilesSkeleton />}
      {analysis !== undefined && (
        <ProfilesSection sessionId={sessionId} profiles={analysis.student_profiles} />
      )}
    </div>
  );
}
