/** What the recorder works on, what went wrong, the files it made, and what is over. */
import { Button, Skeleton } from '@mantine/core';
import { IconChecks } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { keys } from '../../api/keys.ts';
import { clearJobs } from '../../api/system.ts';
import { paths } from '../../app/paths.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { useNotify } from '../../ui/notify.tsx';
import classes from './activity-page.module.css';
import { EndedGroup } from './ended-group.tsx';
import { ExportList } from './export-list.tsx';
import { type JobGroup, groupJobs } from './job-groups.ts';
import { JobGroupCard } from './job-group-card.tsx';
import { JobNews } from './job-news.tsx';
import { useExports } from './use-exports.ts';
import { useJobs } from './use-jobs.ts';

export function ActivityPage() {
  const { t } = useLanguage();
  const jobs = useJobs();
  const exports = useExports();
  const groups = groupJobs(jobs.pages);
  const ofState = (state: JobGroup['state']) => groups.filter((group) => group.state === state);
  const [active, failed, ended] = [ofState('active'), ofState('failed'), ofState('ended')];
  const isEmpty = jobs.isLoaded && exports.isLoaded && groups.length === 0 && exports.items.length === 0;
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <h1>{t('nav.activity')}</h1>
        <p>{t('activity.hint')}</p>
      </header>
      {jobs.failure !== null && <FailureText failure={jobs.failure} onRetry={jobs.retry} />}
      {!jobs.isLoaded && jobs.failure === null && <ActivitySkeleton />}
      {isEmpty && (
        <EmptyState
          icon={<IconChecks stroke={1.5} />}
          title={t('activity.empty_title')}
          hint={t('activity.empty_hint')}
          action={
            <Button component={Link} href={paths.library} variant="default">
              {t('nav.to_library')}
            </Button>
          }
        />
      )}
      <JobNews jobs={jobs.pages.flat()} />
      {failed.length > 0 && (
        <section className={classes.section} aria-labelledby="activity-failed">
          <SectionHead id="activity-failed" title={t('activity.failed')} clears={['failed']} />
          {failed.map((group) => (
            <JobGroupCard key={group.key} group={group} />
          ))}
        </section>
      )}
      {active.length > 0 && (
        <section className={classes.section} aria-labelledby="activity-active">
          <SectionHead id="activity-active" title={t('activity.active')} />
          {active.map((group) => (
            <JobGroupCard key={group.key} group={group} />
          ))}
        </section>
      )}
      {exports.items.length > 0 && (
        <section className={classes.section} aria-labelledby="activity-exports">
          <SectionHead
            id="activity-exports"
            title={t('activity.exports')}
            hint={t('activity.exports_hint')}
          />
          <ExportList exports={exports.items} jobs={jobs.pages.flat()} />
        </section>
      )}
      {ended.length > 0 && (
        <section className={classes.section} aria-labelledby="activity-ended">
          <SectionHead id="activity-ended" title={t('activity.ended')} clears={['done', 'cancelled']} />
          <ul className={classes.list}>
            {ended.map((group) => (
              <EndedGroup key={group.key} group={group} />
            ))}
          </ul>
        </section>
      )}
      {jobs.showOlder !== undefined && (
        <Button
          variant="subtle"
          className={classes.older ?? ''}
          loading={jobs.isLoadingOlder}
          onClick={jobs.showOlder}
        >
          {t('activity.older')}
        </Button>
      )}
    </div>
  );
}

function SectionHead(props: {
  id: string;
  title: string;
  hint?: string;
  /** Jobs that can be taken off the list here. */
  clears?: ('done' | 'failed' | 'cancelled')[];
}) {
  const { id, title, hint, clears = [] } = props;
  const { t } = useLanguage();
  const cache = useQueryClient();
  const { notifyFailure } = useNotify();
  const clear = useMutation({
    mutationFn: async () => {
      for (const state of clears) await clearJobs(state);
    },
    onError: notifyFailure,
    onSettled: async () => {
      await cache.invalidateQueries({ queryKey: keys.everyJob });
      await cache.invalidateQueries({ queryKey: keys.everyExport });
      // Failed ones that were put away no longer ask for a look.
      await cache.invalidateQueries({ queryKey: keys.health });
    },
  });
  return (
    <div className={classes.head}>
      <div>
        <h2 id={id}>{title}</h2>
        {hint !== undefined && <p>{hint}</p>}
      </div>
      {clears.length > 0 && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          loading={clear.isPending}
          aria-label={t('activity.clear_of', { title })}
          onClick={() => clear.mutate()}
        >
          {t('activity.clear')}
        </Button>
      )}
    </div>
  );
}

function ActivitySkeleton() {
  const { t } = useLanguage();
  return (
    <div role="status" aria-label={t('common.loading')}>
      <Skeleton height="1rem" width="8rem" mb="sm" />
      <Skeleton height="7rem" radius="lg" mb="md" />
      <Skeleton height="7rem" radius="lg" />
    </div>
  );
}
