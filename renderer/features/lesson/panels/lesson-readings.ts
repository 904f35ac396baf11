/** What was read out of a lesson's chat, and whether its marks are wanted; never waited for. */
import { useEffect, useMemo, useState } from 'react';
import type { ChatReading } from '../../../../contract/chat-analysis.ts';
import { useChatReadings } from '../../../api/use-chat-readings.ts';
import { useLesson } from '../lesson-context.ts';

const storageKey = 'airclass.chat_marks';

/** By message; grows while the pages come. @param hasChat nothing is asked for without */
export function useLessonReadings(hasChat: boolean): ReadonlyMap<string, ChatReading> {
  const { info, isLive } = useLesson();
  // While it is recorded the chat goes on: it is read once the lesson is over.
  const isWanted = hasChat && !isLive;
  const readings = useChatReadings(info.session_id, { flagged: false, isWanted });
  const { messages, hasNextPage, isFetching, isError, fetchNextPage } = readings;
  const byMessage = useMemo(
    () =>
      new Map(
        messages.flatMap(({ message_id: id, reading }) => (reading === null ? [] : [[id, reading] as const])),
      ),
    [messages],
  );
  // Where nobody has read anything yet, further pages would say no more.
  const isMoreWanted = isWanted && hasNextPage && !isFetching && !isError && byMessage.size > 0;
  useEffect(() => {
    if (isMoreWanted) void fetchNextPage();
  }, [isMoreWanted, fetchNextPage]);
  return byMessage;
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
