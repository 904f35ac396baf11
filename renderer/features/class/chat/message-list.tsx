/** The messages, of which only those in sight exist; more are read before somebody comes to the end. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { ReadMessage, useChatReadings } from '../../../api/use-chat-readings.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { FailureText } from '../../../ui/failure-text.tsx';
import classes from './chat.module.css';
import type { ChatFilters } from './chat-filters.ts';
import { MessageRow } from './message-row.tsx';

/** Usual height of a message, px; each is measured once it is shown. */
const usualHeight = 92;
/** Messages that are read before they are needed: the end of a lesson is near, that of a day is a few steps away. */
const readAhead = 1000;

export function MessageList(props: {
  sessionId: string;
  messages: readonly ReadMessage[];
  filters: ChatFilters;
  readings: ReturnType<typeof useChatReadings>;
}) {
  const { sessionId, messages, filters, readings } = props;
  const { hasNextPage: hasMore, isFetching, isFetchNextPageError: hasFailed, fetchNextPage } = readings;
  const { t } = useLanguage();
  const area = useRef<HTMLDivElement>(null);
  /** Covered messages that somebody wants to read; here, since rows come and go. */
  const [uncovered, setUncovered] = useState<ReadonlySet<string>>(new Set());
  // oxlint-disable-next-line react/incompatible-library -- the compiler leaves this component alone
  const rows = useVirtualizer({
    count: messages.length,
    getScrollElement: () => area.current,
    estimateSize: () => usualHeight,
    overscan: 8,
    getItemKey: (index) => messages[index]?.message_id ?? index,
  });
  const question = JSON.stringify(filters);
  useEffect(() => {
    // Other messages begin at the top. The virtualiser is one object for the life of the list.
    rows.scrollToOffset(0);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [question, rows]);

  const isNearEnd = (rows.range?.endIndex ?? 0) >= messages.length - readAhead;
  useEffect(() => {
    if (isNearEnd && hasMore && !isFetching && !hasFailed) void fetchNextPage();
    // What was found may leave the end where it was: then the next page is needed too.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [isNearEnd, hasMore, isFetching, hasFailed, fetchNextPage, messages.length]);

  const toggle = (id: string) =>
    setUncovered((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <>
      {messages.length === 0 && (
        <p className={classes.nothing}>{t(hasMore ? 'moderation.looking' : 'moderation.none_fit')}</p>
      )}
      <div
        ref={area}
        className={classes.scroll}
        hidden={messages.length === 0}
        tabIndex={0}
        role="region"
        aria-label={t('moderation.messages')}
      >
        <ol className={classes.list} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, key, start }) => {
            const message = messages[index];
            if (message === undefined) return null;
            return (
              <li
                key={key}
                ref={rows.measureElement}
                data-index={index}
                aria-setsize={hasMore ? -1 : messages.length}
                aria-posinset={index + 1}
                style={{ transform: `translateY(${start}px)` }}
              >
                <MessageRow
                  sessionId={sessionId}
                  message={message}
                  words={filters.words}
                  isUncovered={uncovered.has(message.message_id)}
                  onToggle={toggle}
                />
              </li>
            );
          })}
        </ol>
      </div>
      {hasFailed && <FailureText failure={readings.error} onRetry={() => void fetchNextPage()} />}
    </>
  );
}
