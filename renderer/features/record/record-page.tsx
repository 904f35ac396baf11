/** Starting a recording, and what runs now. */
import { useState } from 'react';
import type { RecordingListItem } from '../../api/calls.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { ActiveRecording } from './active-recording.tsx';
import { RecordForm } from './record-form.tsx';

export function RecordPage({ active }: { active: RecordingListItem[] }) {
  const { t } = useLanguage();
  const [wantsAnother, setWantsAnother] = useState(false);
  const isFormShown = active.length === 0 || wantsAnother;
  return (
    <div className="record">
      {active.map((recording) => (
        <ActiveRecording key={recording.recording_id} recording={recording} />
      ))}
      {isFormShown ? (
        <RecordForm onStarted={() => setWantsAnother(false)} />
      ) : (
        <button type="button" className="quiet another" onClick={() => setWantsAnother(true)}>
          {t('record.another')}
        </button>
      )}
    </div>
  );
}
