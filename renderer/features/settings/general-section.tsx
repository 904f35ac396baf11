/** Language, looks, time zone, and who records here. */
import { SegmentedControl, Select, useMantineColorScheme } from '@mantine/core';
import { useId } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { SettingGroup, SettingRow } from './setting-row.tsx';
import { TextSetting } from './setting-inputs.tsx';
import { timeZoneChoices } from './time-zones.ts';
import { useSetting } from './use-setting.ts';

/** As the contract's ids of other systems. */
const teacherId = /^[A-Za-z0-9._-]{0,128}$/;

export function GeneralSection() {
  const { t } = useLanguage();
  return (
    <>
      <SettingGroup title={t('settings.appearance')}>
        <LanguageRow />
        <ThemeRow />
        <TimeZoneRow />
      </SettingGroup>
      <SettingGroup title={t('settings.profile')} hint={t('settings.profile_hint')}>
        <TextSetting path="profile.teacher_name" title={t('settings.teacher_name')} />
        <TextSetting path="profile.class_name" title={t('settings.class_name')} />
        <TextSetting path="profile.subject" title={t('settings.subject')} />
        <TextSetting
          path="profile.teacher_id"
          title={t('settings.teacher_id')}
          hint={t('settings.teacher_id_hint')}
          isValid={(text) => teacherId.test(text)}
          problem={t('settings.teacher_id_problem')}
        />
      </SettingGroup>
    </>
  );
}

function LanguageRow() {
  const { t, language, setLanguage } = useLanguage();
  const setting = useSetting('language');
  const choose = (next: 'ko' | 'en') => {
    void setLanguage(next);
    setting.save(next);
  };
  return (
    <SettingRow title={t('settings.language')} setting={{ ...setting, reset: () => choose('ko') }}>
      <SegmentedControl
        aria-label={t('settings.language')}
        value={language}
        onChange={(value) => choose(value === 'en' ? 'en' : 'ko')}
        data={[
          { value: 'ko', label: '한국어' },
          { value: 'en', label: 'English' },
        ]}
      />
    </SettingRow>
  );
}

const themes = ['auto', 'light', 'dark'] as const;

function ThemeRow() {
  const { t } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const setting = useSetting('appearance.theme');
  const choose = (next: (typeof themes)[number]) => {
    setColorScheme(next);
    setting.save(next);
  };
  return (
    <SettingRow title={t('settings.theme')} setting={{ ...setting, reset: () => choose('auto') }}>
      <SegmentedControl
        aria-label={t('settings.theme')}
        value={colorScheme}
        onChange={(value) => choose(themes.find((theme) => theme === value) ?? 'auto')}
        data={themes.map((value) => ({ value, label: t(`settings.theme_${value}`) }))}
      />
    </SettingRow>
  );
}

function TimeZoneRow() {
  const { t, language } = useLanguage();
  const id = useId();
  const setting = useSetting('time_zone');
  return (
    <SettingRow
      title={t('settings.time_zone')}
      hint={t('settings.time_zone_hint')}
      labelFor={id}
      setting={setting}
    >
      <Select
        id={id}
        w="16rem"
        searchable
        limit={40}
        allowDeselect={false}
        checkIconPosition="right"
        nothingFoundMessage={t('settings.time_zone_none')}
        value={setting.value}
        data={[{ value: '', label: t('settings.time_zone_own') }, ...timeZoneChoices(language)]}
        onChange={(value) => setting.save(value ?? '')}
      />
    </SettingRow>
  );
}
