/** The controls that settings are made of. Each keeps what is chosen at once. */
import { NativeSelect, NumberInput, Switch, TextInput } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import {
  type ChoicePath,
  type NumberPath,
  choicesWith,
  numberLimits,
  numberWithin,
} from './number-limits.ts';
import type { SettingPath, SettingValue } from './setting-path.ts';
import { SettingRow } from './setting-row.tsx';
import { useSetting } from './use-setting.ts';

type Words = { title: string; hint?: ReactNode };
type PathsOf<T> = { [P in SettingPath]: SettingValue<P> extends T ? P : never }[SettingPath];

/** @param props.say a choice in words */
export function ChoiceSetting(props: Words & { path: ChoicePath; say: (value: number) => string }) {
  const { title, hint, path, say } = props;
  const id = useId();
  const setting = useSetting(path);
  return (
    <SettingRow title={title} hint={hint} labelFor={id} setting={setting}>
      <NativeSelect
        id={id}
        w="10rem"
        value={String(setting.value)}
        data={choicesWith(path, setting.value).map((value) => ({ value: String(value), label: say(value) }))}
        onChange={(event) => setting.save(Number(event.currentTarget.value))}
      />
    </SettingRow>
  );
}

/** A number that is typed: kept when the field is left or Enter is pressed, if it can be. */
export function NumberSetting(props: Words & { path: NumberPath; unit: string; step?: number }) {
  const { title, hint, path, unit, step = 1 } = props;
  const { t } = useLanguage();
  const id = useId();
  const setting = useSetting(path);
  const limits = numberLimits[path];
  const [typed, setTyped] = useState<string | number>();
  const value = numberWithin(typed ?? setting.value ?? limits.min, limits);
  const keep = () => {
    if (typed === undefined || value === undefined) return;
    setting.save(value, () => setTyped((now) => (now === typed ? undefined : now)));
  };
  const reset = () => {
    setTyped(undefined);
    setting.reset();
  };
  return (
    <SettingRow
      title={title}
      hint={hint}
      labelFor={id}
      setting={{ ...setting, reset }}
      problem={value === undefined ? t('settings.number_limits', limits) : undefined}
    >
      <NumberInput
        id={id}
        w="10rem"
        value={typed ?? setting.value ?? ''}
        suffix={` ${unit}`}
        thousandSeparator=","
        step={step}
        allowNegative={false}
        allowDecimal={false}
        clampBehavior="none"
        error={value === undefined}
        onChange={setTyped}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Enter') keep();
        }}
        hideControls
      />
    </SettingRow>
  );
}

export function TextSetting(
  props: Words & { path: PathsOf<string>; isValid?: (text: string) => boolean; problem?: string },
) {
  const { title, hint, path, isValid = () => true, problem } = props;
  const id = useId();
  const setting = useSetting(path);
  const [typed, setTyped] = useState<string>();
  const text = (typed ?? setting.value).trim();
  const keep = () => {
    if (typed === undefined || !isValid(text)) return;
    // What could not be kept stays in the field.
    setting.save(text, () => setTyped((now) => (now === typed ? undefined : now)));
  };
  const reset = () => {
    setTyped(undefined);
    setting.reset();
  };
  return (
    <SettingRow
      title={title}
      hint={hint}
      labelFor={id}
      // Nobody's name is a default that one would go back to.
      setting={{ ...setting, isDefault: setting.isDefault || path.startsWith('profile.'), reset }}
      problem={isValid(text) ? undefined : problem}
    >
      <TextInput
        id={id}
        w="16rem"
        maxLength={128}
        value={typed ?? setting.value}
        error={!isValid(text)}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) keep();
        }}
      />
    </SettingRow>
  );
}

export function SwitchSetting(props: Words & { path: PathsOf<boolean> }) {
  const { title, hint, path } = props;
  const id = useId();
  const setting = useSetting(path);
  return (
    <SettingRow title={title} hint={hint} labelFor={id} setting={setting}>
      <Switch
        id={id}
        size="md"
        checked={setting.value}
        onChange={(event) => setting.save(event.currentTarget.checked)}
      />
    </SettingRow>
  );
}
