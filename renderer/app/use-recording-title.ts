/** The tab says by its title and its icon that a lesson is being recorded. */
import { useEffect } from 'react';
import { useLanguage } from '../i18n/language.tsx';

export function useRecordingTitle(isRecording: boolean): void {
  const { t } = useLanguage();
  useEffect(() => {
    document.title = isRecording ? `● ${t('status.recording')} · AIRClass Recorder` : 'AIRClass Recorder';
    document
      .querySelector('link[rel="icon"]')
      ?.setAttribute('href', isRecording ? '/icon-recording.svg' : '/icon.svg');
  }, [isRecording, t]);
}
