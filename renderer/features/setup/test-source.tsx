/** What the five seconds are recorded from: a screen or camera of this PC with its microphone, or a stream. */
import { Button, NativeSelect, Skeleton, TextInput } from '@mantine/core';
import { IconBroadcast, IconCamera, IconDeviceDesktop, IconPlayerRecordFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ComponentType, type FormEvent, type ReactNode, useState } from 'react';
import { keys } from '../../api/keys.ts';
import { listSources } from '../../api/recording.ts';
import { type TextKey, useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { DeviceDenied } from '../record/device-denied.tsx';
import { ScreenChoice } from '../record/screen-choice.tsx';
import {
  type SourceChoice,
  chosenAddress,
  chosenDevice,
  chosenMicrophone,
  hasAny,
  shownKind,
  withDesktopScreens,
} from '../record/source-address.ts';
import { useDesktopScreens } from '../record/use-desktop-screens.ts';
import { useDevicePermissions } from '../record/use-device-permissions.ts';
import classes from './test-source.module.css';

const kinds = ['screen', 'camera', 'stream'] as const;
const icons: Record<(typeof kinds)[number], ComponentType<{ stroke?: number; 'aria-hidden'?: boolean }>> = {
  screen: IconDeviceDesktop,
  camera: IconCamera,
  stream: IconBroadcast,
};
const none: TextKey = 'setup.no_microphone';
const undecided: SourceChoice = {
  kind: undefined,
  screen: undefined,
  camera: undefined,
  microphone: undefined,
  address: '',
  savedId: undefined,
};

export function TestSource(props: {
  isStarting: boolean;
  onStart: (streamUrl: string) => void;
  children: ReactNode;
}) {
  const { isStarting, onStart, children } = props;
  const { t } = useLanguage();
  const sources = useQuery({ queryKey: keys.sources, queryFn: ({ signal }) => listSources(signal) });
  const [choice, setChoice] = useState(undecided);
  const desktop = useDesktopScreens();
  const offer = {
    sources: withDesktopScreens(sources.data ?? [], desktop.data?.items ?? []),
    saved: [],
    isLoading: false,
  };
  const kind = sources.data === undefined ? undefined : shownKind(choice, offer);
  const isDevice = kind === 'screen' || kind === 'camera';
  const permissions = useDevicePermissions({
    camera: kind === 'camera',
    microphone: isDevice && chosenMicrophone(choice, offer) !== null,
  });
  if (sources.data === undefined && sources.error === null) return <Skeleton height="12rem" radius="lg" />;
  const address = chosenAddress(choice, offer);
  const change = (part: Partial<SourceChoice>) => setChoice((last) => ({ ...last, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (address !== undefined) onStart(address);
  };
  const ofKind = (wanted: string) => offer.sources.filter((source) => source.kind === wanted);
  return (
    <form className={classes.form} onSubmit={submit}>
      {sources.error !== null && (
        <FailureText failure={sources.error} onRetry={() => void sources.refetch()} />
      )}
      <fieldset className={classes.kinds}>
        <legend>{t('setup.what_to_record')}</legend>
        {kinds.map((one) => {
          const Icon = icons[one];
          const isThere = hasAny(one, offer);
          return (
            <label key={one} data-off={!isThere}>
              <input
                type="radio"
                name="kind"
                value={one}
                checked={kind === one}
                disabled={!isThere}
                onChange={() => change({ kind: one })}
              />
              <Icon stroke={1.5} aria-hidden />
              <span>{t(`setup.kind_${one}`)}</span>
              <small>{t(isThere ? `setup.kind_${one}_hint` : 'setup.kind_missing')}</small>
            </label>
          );
        })}
      </fieldset>
      {kind === 'screen' && <ScreenChoice choice={choice} offer={offer} onChoose={change} />}
      {isDevice && (
        <div className={classes.pair}>
          {kind === 'camera' && ofKind('camera').length > 1 && (
            <NativeSelect
              label={t('setup.kind_camera')}
              value={chosenDevice('camera', choice, offer)?.stream_url ?? ''}
              data={ofKind('camera').map(({ name, stream_url }) => ({ value: stream_url, label: name }))}
              onChange={(event) => change({ camera: event.currentTarget.value })}
            />
          )}
          <NativeSelect
            label={t('setup.microphone')}
            value={chosenMicrophone(choice, offer) ?? ''}
            data={[
              ...ofKind('microphone').map(({ name, device_id }) => ({ value: device_id ?? '', label: name })),
              { value: '', label: t(none) },
            ]}
            onChange={(event) => change({ microphone: event.currentTarget.value || null })}
          />
        </div>
      )}
      {kind === 'stream' && (
        <TextInput
          label={t('sources.address')}
          description={t('setup.address_hint')}
          placeholder="rtsp://192.168.0.20/class"
          autoComplete="off"
          spellCheck={false}
          value={choice.address}
          onChange={(event) => change({ address: event.currentTarget.value })}
        />
      )}
      <DeviceDenied {...permissions} />
      {children}
      <Button
        type="submit"
        size="md"
        className={classes.start ?? ''}
        disabled={address === undefined || permissions.isAsking}
        loading={isStarting}
        leftSection={<IconPlayerRecordFilled size={18} aria-hidden />}
      >
        {t('setup.start')}
      </Button>
    </form>
  );
}
