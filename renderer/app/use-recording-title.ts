/** The tab says by its title and its icon what happens to a lesson; only one that is recorded just now is red. */
import { useEffect } from 'react';
import type { RecordingStatus } from '../../contract/recording.ts';
import { useLanguage } from '../i18n/language.tsx';

/** @param status of the lesson that matters most; undefined: none runs */
export function useRecordingTitle(status: RecordingStatus | undefined): void {
  const { t } = useLanguage();
  useEffect(() => {
    const isRecording = status === 'recording';
    document.title =
      status === undefined
        ? 'AIRClass Recorder'
        : `${isRecording ? '●' : '○'} ${t(`status.${status}`)} · AIRClass Recorder`;
    const icon = isRecording ? '/icon-recording.svg' : '/icon-waiting.svg';
    document
      .querySelector('link[rel="icon"]')
      ?.setAttribute('href', status === undefined ? '/icon.svg' : icon);
  }, [status, t]);
}
