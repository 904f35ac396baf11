/** How long the recorder waits, what it warns about, and what is made of a lesson afterwards. */
import { Chip } from '@mantine/core';
import { useLanguage } from '../../i18n/language.tsx';
import { lengthText } from '../../ui/format.ts';
import { ChoiceSetting, NumberSetting, SwitchSetting } from './setting-inputs.tsx';
import { SettingGroup, SettingRow } from './setting-row.tsx';
import classes from './recording-section.module.css';
import { useSetting } from './use-setting.ts';

export function RecordingSection() {
  const { t } = useLanguage();
  const seconds = (count: number) => lengthText(count, t);
  return (
    <>
      <SettingGroup title={t('settings.interruptions')}>
        <ChoiceSetting
          path="recording.source_timeout_seconds"
          title={t('settings.source_timeout')}
          hint={t('settings.source_timeout_hint')}
          say={seconds}
        />
        <ChoiceSetting
          path="recording.resume_after_restart_minutes"
          title={t('settings.resume')}
          hint={t('settings.resume_hint')}
          say={(minutes) =>
            minutes === 0
              ? t('settings.resume_never')
              : t('settings.within', { length: seconds(minutes * 60) })
          }
        />
        <ChoiceSetting
          path="recording.stall_seconds"
          title={t('settings.stall')}
          hint={t('settings.stall_hint')}
          say={seconds}
        />
      </SettingGroup>
      <SettingGroup title={t('settings.alarms')} hint={t('settings.alarms_hint')}>
        <ChoiceSetting
          path="recording.alarms.no_data_after_seconds"
          title={t('settings.alarm_no_data')}
          say={seconds}
        />
        <ChoiceSetting
          path="recording.alarms.silent_after_seconds"
          title={t('settings.alarm_silent')}
          say={seconds}
        />
        <ChoiceSetting
          path="recording.alarms.black_after_seconds"
          title={t('settings.alarm_black')}
          say={seconds}
        />
        <ChoiceSetting
          path="recording.alarms.frozen_after_seconds"
          title={t('settings.alarm_frozen')}
          hint={t('settings.alarm_frozen_hint')}
          say={seconds}
        />
      </SettingGroup>
      <SettingGroup title={t('settings.quality')}>
        <LadderRow />
        <SwitchSetting
          path="processing.while_recording"
          title={t('settings.while_recording')}
          hint={t('settings.while_recording_hint')}
        />
        <NumberSetting
          path="recording.expected_bitrate_kbps"
          title={t('settings.bitrate')}
          hint={t('settings.bitrate_hint')}
          unit="kbit/s"
          step={500}
        />
      </SettingGroup>
    </>
  );
}

const heights = [1080, 720, 480, 360] as const;

/** Qualities that are made beside the original. */
function LadderRow() {
  const { t } = useLanguage();
  const setting = useSetting('processing.ladder');
  const toggle = (height: (typeof heights)[number], isWanted: boolean) =>
    setting.save(heights.filter((other) => (other === height ? isWanted : setting.value.includes(other))));
  return (
    <SettingRow title={t('settings.ladder')} hint={t('settings.ladder_hint')} setting={setting} isWide>
      <div role="group" aria-label={t('settings.ladder')} className={classes.chips}>
        {heights.map((height) => (
          <Chip
            key={height}
            variant="outline"
            checked={setting.value.includes(height)}
            onChange={(isWanted) => toggle(height, isWanted)}
          >
            {height}p
          </Chip>
        ))}
      </div>
    </SettingRow>
  );
}
