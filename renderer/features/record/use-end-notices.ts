/** Tells on other screens that a lesson has ended, however it did: by hand, by its time, or because the source is gone. */
import { useEffect, useEffectEvent, useRef } from 'react';
import { useLocation } from 'wouter';
import { type RecordingListItem, recordingStatus } from '../../api/recording.ts';
import { lessonPath, paths } from '../../app/paths.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useNotify } from '../../ui/notify.tsx';
import { endWords } from './end-words.ts';

export function useEndNotices(active: readonly RecordingListItem[]): void {
  const { t } = useLanguage();
  const { notify } = useNotify();
  const [location, navigate] = useLocation();
  const before = useRef<readonly RecordingListItem[]>([]);

  const tell = useEffectEvent(async ({ recording_id: id, title }: RecordingListItem) => {
    const name = title === '' ? t('library.untitled') : title;
    const state = await recordingStatus(id).catch(() => undefined);
    // Deleted, or the core is away: nothing that could be said would be certain.
    const words = state === undefined ? undefined : endWords(state);
    if (words === undefined) return;
    const what = t(words.text, { title: name });
    notify({
      text: words.why === undefined ? what : `${what} ${t(words.why)}`,
      ...(words.tone === 'attention' ? { tone: 'attention' } : {}),
      ...(words.hasMedia ? { action: { label: t('record.open'), run: () => navigate(lessonPath(id)) } } : {}),
    });
  });

  const isRecordScreen = location.startsWith(paths.record);
  useEffect(() => {
    const now = new Set(active.map(({ recording_id: id }) => id));
    const ended = before.current.filter(({ recording_id: id }) => !now.has(id));
    before.current = active;
    // The record screen itself shows a card.
    if (isRecordScreen) return;
    for (const recording of ended) void tell(recording);
  }, [active, isRecordScreen]);
}
