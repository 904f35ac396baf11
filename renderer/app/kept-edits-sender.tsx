/** Sends what was typed while the recorder was away, as soon as it is back, and says so. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { listenToCore } from '../api/core-events.ts';
import { followOtherWindows, sendKeptEdits, useKeptEdits } from '../api/kept-edits.ts';
import { keys } from '../api/keys.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useNotify } from '../ui/notify.tsx';

/** The event stream tells when the recorder is back; a request may have failed without the stream having broken (ms). */
const tryAgainMs = 3000;

/** What shows the change of a route. */
function keyOf(route: string): readonly unknown[] {
  const sessionId = /^PUT \/api\/sessions\/([^/]+)/.exec(route)?.[1];
  if (sessionId !== undefined) return keys.classSession(sessionId);
  const lessonId = /^\/api\/vod\/([^/]+)/.exec(route)?.[1];
  return lessonId === undefined ? keys.everyLesson : keys.lesson(lessonId);
}

export function KeptEditsSender() {
  const cache = useQueryClient();
  const { t } = useLanguage();
  const { notify, notifyFailure } = useNotify();
  const hasEdits = useKeptEdits().size > 0;
  const send = useEffectEvent(async () => {
    let count = 0;
    await sendKeptEdits(async (path) => {
      count += 1;
      await cache.invalidateQueries({ queryKey: keyOf(path) });
    }, notifyFailure);
    if (count > 0) notify({ text: t('edit.saved', { count }) });
  });
  useEffect(followOtherWindows, []);
  useEffect(() => {
    if (!hasEdits) return undefined;
    let isSending = false;
    const attempt = () => {
      if (isSending) return;
      isSending = true;
      void send().finally(() => {
        isSending = false;
      });
    };
    const timer = setInterval(attempt, tryAgainMs);
    const stopListening = listenToCore((name) => {
      if (name === 'open') attempt();
    });
    return () => {
      clearInterval(timer);
      stopListening();
    };
  }, [hasEdits]);
  return null;
}
