/** Tells on other screens what a restart of the recorder did to a lesson: it goes on, with a gap, or it does not. */
import { useEffect, useEffectEvent } from 'react';
import { useLocation } from 'wouter';
import type { EventPayload } from '../../../contract/events.ts';
import { desktop } from '../../api/desktop.ts';
import { listenToCore } from '../../api/core-events.ts';
import { recordingStatus } from '../../api/recording.ts';
import { paths } from '../../app/paths.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { lengthText } from '../../ui/format.ts';
import { useNotify } from '../../ui/notify.tsx';
import { restartWords } from './running-words.ts';

export function useCoreNews(): void {
  const { t } = useLanguage();
  const { notify } = useNotify();
  const [location] = useLocation();

  const tellResumed = useEffectEvent(async (recordingId: string) => {
    // The record screen says it beside the lesson.
    if (location.startsWith(paths.record)) return;
    const state = await recordingStatus(recordingId).catch(() => undefined);
    if (state === undefined) return;
    const { text, seconds } = restartWords(state.gaps);
    notify({ text: t(text, seconds === undefined ? {} : { length: lengthText(seconds, t) }) });
  });
  const tellStopped = useEffectEvent(() =>
    notify({ text: t('record.restarted_stopped'), tone: 'attention' }),
  );

  useEffect(() => {
    const hasResumed = followResumed();
    return listenToCore((name, payload) => {
      if (name !== 'recording.changed') return;
      const event = payload as EventPayload<'recording.changed'>;
      if (hasResumed(event)) void tellResumed(event.recording_id);
    });
  }, []);
  useEffect(
    () =>
      desktop()?.on('core', (event) => {
        if (event.state === 'running' && event.was_recording && !event.goes_on) tellStopped();
      }),
    [],
  );
}

/** @returns whether this announcement is the first that says the lesson goes on after a restart. A page that comes later heard no other before: to it that is no news. */
export function followResumed(): (event: EventPayload<'recording.changed'>) => boolean {
  const before = new Map<string, boolean>();
  return ({ recording_id: id, status, is_test: isTest, resumed_after_restart: isResumed = false }) => {
    if (status !== 'recording' || isTest) return false;
    const isNews = isResumed && before.get(id) === false;
    before.set(id, isResumed);
    return isNews;
  };
}
