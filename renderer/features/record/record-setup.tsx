/** Before the lesson: what is recorded, how it looks and sounds, what it is called, and one big button. */
import { Button, Kbd, UnstyledButton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import type { StartRecording } from '../../../contract/recording.ts';
import { keys } from '../../api/keys.ts';
import { listSavedSources, listSources, startRecording } from '../../api/recording.ts';
import { getSettings, systemInfo } from '../../api/system.ts';
import { savedSourcePath } from '../../api/watches.ts';
import { useShortcuts } from '../../app/shortcuts.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { useRemoval } from '../../ui/pending-removal.tsx';
import { DeviceDenied } from './device-denied.tsx';
import { lessonDefaults, lessonFields, rememberDraft } from './draft.ts';
import { LessonFields } from './lesson-fields.tsx';
import { LevelMeter } from './level-meter.tsx';
import { preflight } from './preflight.ts';
import { PreflightList } from './preflight-list.tsx';
import { PreviewStage } from './preview-stage.tsx';
import classes from './record-setup.module.css';
import { newSessionId } from './session-id.ts';
import {
  type Offer,
  chosenAddress,
  chosenMicrophone,
  shownKind,
  withDesktopScreens,
} from './source-address.ts';
import { SourcePicker } from './source-picker.tsx';
import { suggestedTitle } from './title-suggestion.ts';
import { useDesktopScreens } from './use-desktop-screens.ts';
import { useDevicePermissions } from './use-device-permissions.ts';
import { useDraft } from './use-draft.ts';
import { usePreview } from './use-preview.ts';

const nothing: never[] = [];
/** Room changes slowly; devices are plugged in before class. */
const roomRefreshMs = 30_000;
const devicesRefreshMs = 15_000;
const startModifier = /mac/i.test(navigator.userAgent) ? '⌘' : 'Ctrl';

/** @param props.onStarted told when the lists of the page know the recording @param props.onBack to what is recorded now */
export function RecordSetup(props: { onStarted: (recordingId: string) => void; onBack?: () => void }) {
  const { onStarted, onBack } = props;
  const { t, language } = useLanguage();
  const cache = useQueryClient();
  const { draft, choose, type, forgetTitle } = useDraft();
  const offer = useOffer();
  const [isAsked, setIsAsked] = useState(false);
  const { data: profile } = useQuery({
    queryKey: keys.settings,
    queryFn: ({ signal }) => getSettings(signal),
    select: (settings) => settings.profile,
  });
  const { data: room } = useQuery({
    queryKey: keys.system,
    queryFn: ({ signal }) => systemInfo(signal),
    refetchInterval: roomRefreshMs,
    select: ({ storage }) => storage.free_minutes,
  });

  const lesson = { ...lessonDefaults(localStorage, profile ?? {}), ...draft.lesson };
  const [openedAt] = useState(() => new Date());
  const titleOn = (day: Date) =>
    suggestedTitle(lesson, day, language, (text) => t('record.title_of_day', { day: text }));
  const address = chosenAddress(draft.source, offer);
  const kind = shownKind(draft.source, offer);
  const isDevice = (kind === 'screen' || kind === 'camera') && !offer.isLoading;
  const hasMicrophone = chosenMicrophone(draft.source, offer) !== null;
  const isSilentByChoice = isDevice && !hasMicrophone;
  const permissions = useDevicePermissions({
    camera: kind === 'camera' && isDevice,
    microphone: isDevice && hasMicrophone,
  });
  const mayLook = !permissions.isAsking && !permissions.denied.includes('camera');

  const start = useMutation({
    mutationFn: (body: StartRecording) => startRecording(body),
    onSuccess: async ({ recording_id: id }) => {
      rememberDraft(localStorage, { ...draft, lesson });
      // Before the screen changes: what is not shown any more keeps nothing.
      forgetTitle();
      await cache.invalidateQueries({ queryKey: keys.everyRecording });
      onStarted(id);
    },
  });
  const isStarting = start.isPending;
  const preview = usePreview(isStarting || !mayLook ? undefined : address);

  const begin = () => {
    if (isStarting) return;
    if (address === undefined) {
      setIsAsked(true);
      document.querySelector<HTMLElement>('[data-stream-address]')?.focus();
      return;
    }
    const now = new Date();
    const words = { ...lesson, title: lesson.title.trim() === '' ? titleOn(now) : lesson.title };
    const body: StartRecording = { session_id: newSessionId(now), stream_url: address };
    for (const field of lessonFields) {
      const text = words[field].trim();
      if (text !== '') body[field] = text;
    }
    if (profile !== undefined && profile.teacher_id !== '' && body.teacher_name === profile.teacher_name)
      body.teacher_id = profile.teacher_id;
    start.mutate(body);
  };
  useStartKey(begin);
  // Answered by the line above: keys with Ctrl do not come here.
  useShortcuts('record.title', [
    { keys: ['Ctrl+Enter'], shownAs: [`${startModifier}+Enter`], label: 'record.start', perform: begin },
  ]);

  const look = { ...preview, hasPicture: preview.picture !== undefined, loudness: preview.meter.loudness };
  return (
    <div className={classes.setup}>
      <div className={classes.head}>
        <h1>{t('record.title')}</h1>
        {onBack !== undefined && (
          <Button variant="subtle" size="compact-sm" onClick={onBack}>
            {t('record.back_to_running')}
          </Button>
        )}
      </div>
      <div className={classes.left}>
        <PreviewStage
          preview={preview}
          isStarting={isStarting}
          hint={kind === 'stream' ? 'record.preview_none_stream' : 'record.preview_none_device'}
        />
        <LevelMeter meter={preview.hasSound ? preview.meter : undefined} isOff={isSilentByChoice} />
        <PreflightList checks={preflight(look, room, isSilentByChoice)} room={room} />
        {start.error !== null && <FailureText failure={start.error} onRetry={begin} />}
        <div className={classes.go}>
          <UnstyledButton className={classes.start ?? ''} aria-disabled={isStarting} onClick={begin}>
            <span className={classes.dot} data-busy={isStarting || undefined} aria-hidden="true" />
            {t(isStarting ? 'record.starting' : 'record.start')}
          </UnstyledButton>
          <p className={classes.hint} role="status">
            {isAsked && address === undefined ? (
              <span className={classes.asked}>{t('record.choose_first')}</span>
            ) : (
              <>
                <Kbd size="xs">{startModifier}</Kbd> <Kbd size="xs">Enter</Kbd>
              </>
            )}
          </p>
        </div>
      </div>
      <div className={classes.right}>
        <SourcePicker choice={draft.source} offer={offer} onChoose={choose} />
        <DeviceDenied {...permissions} />
        <LessonFields lesson={lesson} suggestion={titleOn(openedAt)} onType={type} />
      </div>
    </div>
  );
}

function useOffer(): Offer {
  const desktop = useDesktopScreens();
  const sources = useQuery({
    queryKey: keys.sources,
    queryFn: ({ signal }) => listSources(signal),
    refetchInterval: devicesRefreshMs,
  });
  const saved = useQuery({
    queryKey: keys.savedSources,
    queryFn: ({ signal }) => listSavedSources(signal),
  });
  const { isHidden } = useRemoval({ queryKey: keys.savedSources });
  return {
    sources: withDesktopScreens(sources.data ?? nothing, desktop.data?.items ?? nothing),
    // One that is being removed is not recorded either.
    saved: (saved.data ?? nothing).filter(({ source_id: id }) => !isHidden(savedSourcePath(id))),
    isLoading: sources.isPending || saved.isPending,
  };
}

/** Ctrl+Enter starts from anywhere on the screen, also out of a field. */
function useStartKey(begin: () => void): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const isMeant = event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing;
    if (!isMeant || event.repeat || document.querySelector('[role="dialog"][data-modal-content]') !== null)
      return;
    event.preventDefault();
    begin();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
