/** The messages of a session with what was read out of them, page after page as they are needed. */
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ChatReadingsReply } from '../../contract/session-analysis.ts';
import { chatReadings } from './class-session.ts';
import { keys } from './keys.ts';

export type ReadMessage = ChatReadingsReply['items'][number];

/** The most the core gives at once: 20,000 messages are a hundred pages. */
const pageLength = 200;
/** The core tells of new messages; what has been read stays as it is (ms). */
const readStaleMs = 10 * 60_000;

/** One reference for 'nothing yet', so that what depends on it is not drawn again. */
const noMessages: ReadMessage[] = [];

export function useChatReadings(sessionId: string, options: { flagged: boolean; isWanted?: boolean }) {
  const { flagged, isWanted = true } = options;
  const query = useInfiniteQuery({
    queryKey: keys.chatReadings(sessionId, { flagged }),
    queryFn: ({ pageParam, signal }) =>
      chatReadings(sessionId, { flagged, cursor: pageParam, limit: pageLength }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor,
    enabled: isWanted,
    staleTime: ({ state }) => (unreadIn(state.data) === 0 ? readStaleMs : 0),
    // Comparing twenty thousand messages field by field would be felt.
    structuralSharing: false,
  });
  const { data } = query;
  const messages = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? noMessages, [data]);
  return { ...query, messages, unread: unreadIn(data) ?? 0 };
}

/** Said by the page that was read last. */
function unreadIn(data: InfiniteData<ChatReadingsReply> | undefined): number | undefined {
  return data?.pages.at(-1)?.unread;
}
