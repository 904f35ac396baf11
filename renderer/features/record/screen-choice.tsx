/** Which screen: with pictures where the desktop app offers them, by name in a browser. */
import { Button, NativeSelect } from '@mantine/core';
import { useId } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import notice from './device-denied.module.css';
import { type Offer, type SourceChoice, chosenDevice } from './source-address.ts';
import classes from './screen-choice.module.css';
import { useDesktopScreens } from './use-desktop-screens.ts';

export function ScreenChoice(props: {
  choice: SourceChoice;
  offer: Offer;
  onChoose: (change: Partial<SourceChoice>) => void;
}) {
  const { choice, offer, onChoose } = props;
  const { t } = useLanguage();
  const desktop = useDesktopScreens();
  const screens = offer.sources.filter(({ kind }) => kind === 'screen');
  const chosen = chosenDevice('screen', choice, offer)?.stream_url ?? '';
  const pictures = desktop.data?.items.filter(({ stream_url: url }) =>
    screens.some((screen) => screen.stream_url === url),
  );
  const name = useId();
  const isDenied = desktop.data?.permission === 'denied' || desktop.data?.permission === 'not-determined';
  return (
    <>
      {isDenied && (
        <div className={notice.denied} role="status">
          <p>{t('record.screen_denied')}</p>
          <Button
            size="xs"
            variant="default"
            onClick={() => void window.airclass?.invoke('permission.request', { kind: 'screen' })}
          >
            {t('record.open_system_settings')}
          </Button>
        </div>
      )}
      {pictures !== undefined && pictures.length > 0 ? (
        <fieldset className={classes.screens}>
          <legend>{t('record.which_screen')}</legend>
          {pictures.map((screen) => (
            <label key={screen.stream_url} className={classes.screen}>
              <input
                type="radio"
                name={name}
                checked={chosen === screen.stream_url}
                onChange={() => onChoose({ screen: screen.stream_url })}
              />
              {screen.thumbnail === null ? (
                <span className={classes.blank} />
              ) : (
                <img src={screen.thumbnail} alt="" />
              )}
              <span>{screen.name}</span>
            </label>
          ))}
        </fieldset>
      ) : (
        screens.length > 0 && (
          <NativeSelect
            label={t('record.which_screen')}
            value={chosen}
            data={screens.map(({ stream_url: value, name: label, width, height }) => ({
              value,
              label: width === null || height === null ? label : `${label} · ${width}×${height}`,
            }))}
            onChange={(event) => onChoose({ screen: event.currentTarget.value })}
          />
        )
      )}
    </>
  );
}
