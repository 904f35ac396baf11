/** Lessons that were deleted and can come back. */
import { useState } from 'react';
import { type RecordingListItem, restoreRecording, trashedRecordings } from '../../api/calls.ts';
import { type ApiFailure, failureOf } from '../../api/client.ts';
import { useServerEvents } from '../../api/events.ts';
import { useRemote } from '../../api/use-remote.ts';
import { Link } from '../../app/link.tsx';
import { useNotice } from '../../app/notice.tsx';
import { navigate } from '../../app/route.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { clockText, megabytesText, momentDateText } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';

export function TrashPage() {
  const { t } = useLanguage();
  const { data: items, failure, reload } = useRemote('trash', trashedRecordings);
  useServerEvents({ 'library.changed': reload, missed: reload });
  return (
    <div className="trash">
      <Link to={{ screen: 'library', q: '' }} className="quiet way-back">
        <Icon name="back" />
        {t('lesson.back')}
      </Link>
      <h1>{t('trash.title')}</h1>
      {failure !== undefined && <FailureText failure={failure} />}
      {items === undefined && failure === undefined && <p className="faint">{t('library.loading')}</p>}
      {items?.length === 0 && (
        <div className="nothing">
          <Icon name="trash" />
          <h2>{t('trash.empty_title')}</h2>
          <p>{t('trash.empty_hint')}</p>
        </div>
      )}
      {items !== undefined && items.length > 0 && (
        <>
          <p className="faint">{t('trash.hint')}</p>
          <ul className="trash-list">
            {items.map((item) => (
              <TrashedLesson key={item.recording_id} item={item} onRestored={reload} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function TrashedLesson({ item, onRestored }: { item: RecordingListItem; onRestored: () => void }) {
  const { t, language } = useLanguage();
  const notify = useNotice();
  const [failure, setFailure] = useState<ApiFailure>();
  const id = item.recording_id;
  const title = item.title === '' ? t('library.untitled') : item.title;
  const facts = [
    item.deleted_at === null
      ? ''
      : t('trash.deleted_at', { date: momentDateText(item.deleted_at, language) }),
    clockText(item.duration),
    megabytesText(item.size_mb),
  ].filter((fact) => fact !== '');

  const restore = async () => {
    setFailure(undefined);
    try {
      await restoreRecording(id);
      notify({
        text: t('lesson.restored'),
        action: {
          label: t('record.open'),
          run: () => navigate({ screen: 'lesson', recordingId: id, atSec: undefined }),
        },
      });
      onRestored();
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  return (
    <li>
      <div>
        <h2>{title}</h2>
        <p className="faint numbers">{facts.join(' · ')}</p>
        {failure !== undefined && <FailureText failure={failure} />}
      </div>
      <button
        type="button"
        className="button"
        aria-label={`${title}: ${t('trash.restore')}`}
        onClick={() => void restore()}
      >
        {t('trash.restore')}
      </button>
    </li>
  );
}
