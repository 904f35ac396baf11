/** The record screen: what runs now, what has just ended, or the way to begin. */
import { Button, Skeleton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useActiveRecordings } from '../../api/active-recordings.ts';
import type { RecordingListItem } from '../../api/recording.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { ActiveCard } from './active-card.tsx';
import { ActiveRecording } from './active-recording.tsx';
import { readDraft, writeDraft } from './draft.ts';
import { EndedCard } from './ended-card.tsx';
import classes from './record-page.module.css';
import { RecordSetup } from './record-setup.tsx';

export function RecordPage({ active }: { active: RecordingListItem[] }) {
  const { t } = useLanguage();
  const { isLoaded, failure } = useActiveRecordings();
  const [isAdding, setIsAdding] = useState(false);
  const [shownId, setShownId] = useState<string>();
  const ended = useEnded(active);
  const shown = active.find(({ recording_id: id }) => id === shownId) ?? active[0];

  if (!isLoaded && failure === undefined) {
    return (
      <div className={classes.page} role="status" aria-label={t('common.loading')}>
        <Skeleton height="2rem" width="12rem" />
        <Skeleton height="50vh" mt="lg" />
      </div>
    );
  }
  const begin = (title?: string) => {
    if (title !== undefined) restoreTitle(title);
    ended.forgetAll();
    setIsAdding(active.length > 0);
  };
  const onStarted = (id: string) => {
    ended.follow(id);
    setIsAdding(false);
    setShownId(id);
  };
  // A single lesson that has ended has the screen to itself.
  const isSetup = isAdding || (active.length === 0 && ended.ids.length !== 1);
  return (
    <div className={classes.page}>
      {ended.ids.map((id) => (
        <EndedCard
          key={id}
          recordingId={id}
          isAlone={active.length === 0 && !isSetup && ended.ids.length === 1}
          onNext={() => begin()}
          onGone={() => ended.forget(id)}
          onRetry={begin}
        />
      ))}
      {(active.length > 1 || (isSetup && active.length > 0)) && (
        <ul className={classes.cards} aria-label={t('record.running')}>
          {active.map((recording) => (
            <ActiveCard
              key={recording.recording_id}
              recording={recording}
              isShown={!isSetup && recording === shown}
              onShow={() => {
                setIsAdding(false);
                setShownId(recording.recording_id);
              }}
            />
          ))}
        </ul>
      )}
      {!isSetup && shown !== undefined && (
        <>
          <ActiveRecording key={shown.recording_id} recording={shown} />
          <Button
            className={classes.another ?? ''}
            variant="subtle"
            color="gray"
            size="sm"
            leftSection={<IconPlus size="1rem" stroke={1.5} aria-hidden="true" />}
            onClick={() => setIsAdding(true)}
          >
            {t('record.another')}
          </Button>
        </>
      )}
      {isSetup && (
        <RecordSetup
          onStarted={onStarted}
          {...(active.length > 0 ? { onBack: () => setIsAdding(false) } : {})}
        />
      )}
    </div>
  );
}

/** Recordings that ended while this screen was open, until they are put away. */
function useEnded(active: readonly RecordingListItem[]) {
  const [followed, setFollowed] = useState<readonly string[]>([]);
  const added = active.map(({ recording_id: id }) => id).filter((id) => !followed.includes(id));
  if (added.length > 0) setFollowed([...followed, ...added]);
  const running = new Set(active.map(({ recording_id: id }) => id));
  return {
    ids: followed.filter((id) => !running.has(id)),
    follow: (id: string) => setFollowed((last) => (last.includes(id) ? last : [...last, id])),
    forget: (id: string) => setFollowed((last) => last.filter((other) => other !== id)),
    forgetAll: () => setFollowed([...running]),
  };
}

/** A lesson that did not come about keeps its name for the next try. */
function restoreTitle(title: string): void {
  const draft = readDraft(sessionStorage, localStorage);
  writeDraft(sessionStorage, { ...draft, lesson: { ...draft.lesson, title } });
}
