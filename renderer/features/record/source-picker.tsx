/** What is recorded: this PC's screen, a camera, a stream, or an address that was kept. */
import { NativeSelect, Skeleton } from '@mantine/core';
import { IconBookmark, IconBroadcast, IconDeviceDesktop, IconVideo } from '@tabler/icons-react';
import { type ComponentType, useId } from 'react';
import type { Source } from '../../api/recording.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { SavedSources } from './saved-sources.tsx';
import { ScreenChoice } from './screen-choice.tsx';
import {
  type Offer,
  type SourceChoice,
  type SourceKind,
  chosenDevice,
  chosenMicrophone,
  hasAny,
  shownKind,
  sourceKinds,
} from './source-address.ts';
import classes from './source-picker.module.css';
import { StreamAddress } from './stream-address.tsx';

const icons: Record<SourceKind, ComponentType<{ stroke?: number; 'aria-hidden'?: 'true' }>> = {
  screen: IconDeviceDesktop,
  camera: IconVideo,
  stream: IconBroadcast,
  saved: IconBookmark,
};
const silent = 'without sound';

export function SourcePicker(props: {
  choice: SourceChoice;
  offer: Offer;
  onChoose: (change: Partial<SourceChoice>) => void;
}) {
  const { choice, offer, onChoose } = props;
  const { t } = useLanguage();
  const name = useId();
  const kind = shownKind(choice, offer);
  return (
    <fieldset className={classes.picker}>
      <legend>{t('record.source')}</legend>
      <div className={classes.kinds}>
        {sourceKinds.map((one) => {
          const Icon = icons[one];
          return (
            <label key={one} className={classes.kind}>
              <input
                type="radio"
                name={name}
                checked={kind === one}
                onChange={() => onChoose({ kind: one })}
              />
              <Icon stroke={1.5} aria-hidden="true" />
              <span>{t(`record.source_${one}`)}</span>
            </label>
          );
        })}
      </div>
      {(kind === 'screen' || kind === 'camera') && !offer.isLoading && !hasAny(kind, offer) && (
        <p className={classes.none}>{t(`record.no_${kind}`)}</p>
      )}
      {offer.isLoading && kind !== 'stream' && <Skeleton height="4rem" radius="md" />}
      {kind === 'screen' && <ScreenChoice choice={choice} offer={offer} onChoose={onChoose} />}
      {kind === 'camera' && hasAny('camera', offer) && (
        <NativeSelect
          label={t('record.which_camera')}
          value={chosenDevice('camera', choice, offer)?.stream_url ?? ''}
          data={devices(offer.sources, 'camera').map(({ stream_url: value, name: label }) => ({
            value,
            label,
          }))}
          onChange={(event) => onChoose({ camera: event.currentTarget.value })}
        />
      )}
      {(kind === 'screen' || kind === 'camera') && hasAny(kind, offer) && (
        <NativeSelect
          label={t('record.which_microphone')}
          value={chosenMicrophone(choice, offer) ?? silent}
          data={[
            ...devices(offer.sources, 'microphone').flatMap(({ device_id: value, name: label }) =>
              value === null ? [] : [{ value, label }],
            ),
            { value: silent, label: t('record.without_sound') },
          ]}
          onChange={(event) => {
            const { value } = event.currentTarget;
            onChoose({ microphone: value === silent ? null : value });
          }}
        />
      )}
      {kind === 'stream' && (
        <StreamAddress
          address={choice.address}
          onType={(address) => onChoose({ kind: 'stream', address })}
          onSaved={(savedId) => onChoose({ kind: 'saved', savedId, address: '' })}
        />
      )}
      {kind === 'saved' && <SavedSources choice={choice} saved={offer.saved} onChoose={onChoose} />}
    </fieldset>
  );
}

function devices(sources: readonly Source[], kind: Source['kind']): Source[] {
  return sources.filter((source) => source.kind === kind);
}
