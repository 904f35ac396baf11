/** What was read out of a lesson's chat, and whether its marks are wanted; never waited for. */
import { useEffect, useMemo, useState } from 'react';
import type { ChatReading } from '../../../../contract/chat-analysis.ts';
import { type ReadMessage, useChatReadings } from '../../../api/use-chat-readings.ts';
import { useLesson } from '../lesson-context.ts';

const storageKey = 'airclass.chat_marks';

export type LessonReadings = {
  /** By message; grows while the pages come. */
  byMessage: ReadonlyMap<string, ChatReading>;
  /** What is to be covered is on its way: until then nothing is shown that may be. */
  isUnsure: boolean;
};

/** What is to be covered comes first, the marks of all the others after it. @param hasChat nothing is asked for without */
export function useLessonReadings(hasChat: boolean): LessonReadings {
  const { info, isLive } = useLesson();
  // While it is recorded the chat goes on: it is read once the lesson is over.
  const isWanted = hasChat && !isLive;
  const flagged = useChatReadings(info.session_id, { flagged: true, isWanted });
  const isOnItsWay = isWanted && (flagged.isPending || flagged.hasNextPage);
  // One that could not be answered may be tried again for a long time.
  const isUnsure = isOnItsWay && !flagged.isError && flagged.failureCount === 0;
  const all = useChatReadings(info.session_id, { flagged: false, isWanted: isWanted && !isUnsure });
  const marks = useMemo(() => readingsOf(all.messages), [all.messages]);
  const byMessage = useMemo(
    // Read at another time, one may not be covered any more, or not yet: covered it stays.
    () => new Map([...marks, ...readingsOf(flagged.messages)]),
    [marks, flagged.messages],
  );
  useFurtherPages(flagged, isWanted);
  // Where nobody has read anything yet, further pages would say no more.
  useFurtherPages(all, isWanted && !isUnsure && marks.size > 0);
  return { byMessage, isUnsure };
}

function readingsOf(messages: readonly ReadMessage[]): Map<string, ChatReading> {
  return new Map(
    messages.flatMap(({ message_id: id, reading }) => (reading === null ? [] : [[id, reading] as const])),
  );
}

function useFurtherPages(readings: ReturnType<typeof useChatReadings>, isWanted: boolean): void {
  const { hasNextPage, isFetching, isError, fetchNextPage } = readings;
  const isMoreWanted = isWanted && hasNextPage && !isFetching && !isError;
  useEffect(() => {
    if (isMoreWanted) void fetchNextPage();
  }, [isMoreWanted, fetchNextPage]);
}

/** Remembered on this computer; covers stay without them. */
export function useChatMarks(): [boolean, (isOn: boolean) => void] {
  const [isOn, setIsOn] = useState(() => localStorage.getItem(storageKey) !== 'off');
  return [
    isOn,
    (next) => {
      if (next) localStorage.removeItem(storageKey);
      else localStorage.setItem(storageKey, 'off');
      setIsOn(next);
    },
  ];
}
