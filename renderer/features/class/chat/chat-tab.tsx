/** All that was written in a session with what was read out of it: what is covered, why, and where it belongs. */
import { IconMessages, IconShieldCheck } from '@tabler/icons-react';
import { Skeleton } from '@mantine/core';
import { useDeferredValue, useMemo } from 'react';
import { Link, useSearchParams } from 'wouter';
import { sessionExportRoute } from '../../../api/class-session.ts';
import { useChatReadings } from '../../../api/use-chat-readings.ts';
import { classPath } from '../../../app/paths.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { FailureText } from '../../../ui/failure-text.tsx';
import { SaveFileButton } from '../../../ui/save-file-button.tsx';
import { useSessionAnalysis, useSessionFacts } from '../class-data.ts';
import classes from './chat.module.css';
import { ChatExplained } from './chat-explained.tsx';
import { ChatFilterBar } from './chat-filter-bar.tsx';
import { type ChatFilters, filtersIn, fits, isNarrowed, noFilters, withFilters } from './chat-filters.ts';
import { MessageList } from './message-list.tsx';
import { ReadingState } from './reading-state.tsx';
import { TryLine } from './try-line.tsx';

export function ChatTab({ sessionId }: { sessionId: string }) {
  const { t, language } = useLanguage();
  const [search, setSearch] = useSearchParams();
  const filters = useMemo(() => filtersIn(search), [search]);
  const change = (part: Partial<ChatFilters>) =>
    setSearch((now) => withFilters(now, { ...filtersIn(now), ...part }), { replace: true });
  const session = useSessionFacts(sessionId);
  const readings = useChatReadings(sessionId, { flagged: filters.isFlagged });
  const title = session.data?.title ?? '';
  return (
    <div className={classes.tab}>
      <div className={classes.tools}>
        <ChatFilterBar filters={filters} onChange={change} />
        <SaveFileButton
          route={sessionExportRoute(sessionId, 'chat', { format: 'csv', language })}
          fileName={`${title === '' ? sessionId : title} ${t('moderation.file_name')}.csv`}
          size="compact-sm"
          variant="default"
        />
      </div>
      <aside className={classes.side}>
        <TryLine />
        <ChatExplained />
      </aside>
      <div className={classes.main}>
        <ReadingState sessionId={sessionId} readings={readings} />
        <Messages sessionId={sessionId} readings={readings} filters={filters} onChange={change} />
      </div>
    </div>
  );
}

function Messages(props: {
  sessionId: string;
  readings: ReturnType<typeof useChatReadings>;
  filters: ChatFilters;
  onChange: (change: Partial<ChatFilters>) => void;
}) {
  const { sessionId, readings, filters, onChange } = props;
  const { t } = useLanguage();
  const analysis = useSessionAnalysis(sessionId);
  // Typing comes before the list that follows it.
  const wanted = useDeferredValue(filters);
  const { messages, hasNextPage: hasMore } = readings;
  const shown = useMemo(
    () => (isNarrowed(wanted) ? messages.filter((message) => fits(message, wanted)) : messages),
    [messages, wanted],
  );
  if (readings.isPending) return <ListSkeleton />;
  if (readings.data === undefined) {
    return <FailureText failure={readings.error} onRetry={() => void readings.refetch()} />;
  }
  if (messages.length === 0) return <NoMessages sessionId={sessionId} isFlagged={filters.isFlagged} />;
  // While there is more to come only the analysis knows how many there are; of covered ones nobody does.
  const known = filters.isFlagged ? undefined : analysis.data?.counts.messages;
  const total = hasMore ? known : messages.length;
  return (
    <>
      <div className={classes.count}>
        <p role="status">
          {isNarrowed(filters)
            ? t(hasMore ? 'moderation.found_so_far' : 'moderation.found', {
                count: shown.length,
                total: messages.length,
              })
            : t(total === undefined ? 'moderation.count_so_far' : 'moderation.count', {
                count: total ?? messages.length,
              })}
        </p>
        {isNarrowed(filters) && (
          <button
            type="button"
            className={classes.plain}
            onClick={() => onChange({ ...noFilters, isFlagged: filters.isFlagged })}
          >
            {t('moderation.clear')}
          </button>
        )}
      </div>
      <MessageList sessionId={sessionId} messages={shown} filters={wanted} readings={readings} />
    </>
  );
}

function NoMessages({ sessionId, isFlagged }: { sessionId: string; isFlagged: boolean }) {
  const { t } = useLanguage();
  if (isFlagged) {
    return (
      <EmptyState
        icon={<IconShieldCheck size="2rem" stroke={1.5} />}
        title={t('moderation.none_flagged')}
        hint={t('moderation.none_flagged_hint')}
      />
    );
  }
  return (
    <EmptyState
      icon={<IconMessages size="2rem" stroke={1.5} />}
      title={t('moderation.none')}
      hint={t('moderation.none_hint')}
      action={<Link href={classPath(sessionId, 'data')}>{t('moderation.to_data')}</Link>}
    />
  );
}

function ListSkeleton() {
  const { t } = useLanguage();
  return (
    <div className={classes.skeleton} role="status" aria-label={t('common.loading')}>
      {[62, 84, 48, 73, 90, 55].map((width) => (
        <div key={width}>
          <Skeleton height="0.875rem" width="9rem" />
          <Skeleton height="1rem" width={`${width}%`} />
          <Skeleton height="0.75rem" width="12rem" />
        </div>
      ))}
    </div>
  );
}
