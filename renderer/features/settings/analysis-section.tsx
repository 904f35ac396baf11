/** What the recorder finds out about lessons by itself, when, and what it does with pictures of people. */
import { Button, Modal, SegmentedControl, Switch } from '@mantine/core';
import { useId, useState } from 'react';
import { Link } from 'wouter';
import { paths } from '../../app/paths.ts';
import { useLanguage } from '../../i18n/language.tsx';
import classes from './analysis-section.module.css';
import { SwitchSetting } from './setting-inputs.tsx';
import { SettingGroup, SettingRow } from './setting-row.tsx';
import { useSetting } from './use-setting.ts';

export function AnalysisSection() {
  const { t } = useLanguage();
  return (
    <>
      <SettingGroup title={t('analysis.lessons')} hint={t('analysis.lessons_hint')}>
        <SwitchSetting
          path="analysis.enabled"
          title={t('analysis.enabled')}
          hint={t('analysis.enabled_hint')}
        />
        <WhenRow />
      </SettingGroup>
      <SettingGroup title={t('analysis.camera')} hint={t('analysis.camera_hint')}>
        <CameraSignalsRow />
        <SwitchSetting
          path="analysis.blur_faces"
          title={t('analysis.blur_faces')}
          hint={t('analysis.blur_faces_hint')}
        />
      </SettingGroup>
      <p className={classes.links}>
        <Link href={`${paths.settings}/models`}>{t('analysis.to_models')}</Link>
        <Link href={paths.screenshot}>{t('analysis.to_screenshot')}</Link>
      </p>
    </>
  );
}

function WhenRow() {
  const { t } = useLanguage();
  const setting = useSetting('analysis.when');
  return (
    <SettingRow title={t('analysis.when')} hint={t('analysis.when_hint')} setting={setting}>
      <SegmentedControl
        aria-label={t('analysis.when')}
        value={setting.value}
        onChange={(value) => setting.save(value === 'when_idle' ? 'when_idle' : 'after_class')}
        data={[
          { value: 'after_class', label: t('analysis.when_after_class') },
          { value: 'when_idle', label: t('analysis.when_idle') },
        ]}
      />
    </SettingRow>
  );
}

const meanings = ['what', 'who', 'not', 'where', 'off'] as const;

/** Looking at people begins only once somebody has read what that means. */
function CameraSignalsRow() {
  const { t } = useLanguage();
  const id = useId();
  const setting = useSetting('analysis.camera_signals');
  const [isAsking, setIsAsking] = useState(false);
  return (
    <SettingRow
      title={t('analysis.camera_signals')}
      hint={t('analysis.camera_signals_hint')}
      labelFor={id}
      setting={setting}
    >
      <Switch
        id={id}
        size="md"
        checked={setting.value}
        onChange={(event) => {
          if (event.currentTarget.checked) setIsAsking(true);
          else setting.save(false);
        }}
      />
      <Modal
        opened={isAsking}
        onClose={() => setIsAsking(false)}
        size="lg"
        title={t('analysis.consent_title')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <dl className={classes.meanings}>
          {meanings.map((name) => (
            <div key={name}>
              <dt>{t(`analysis.consent_${name}`)}</dt>
              <dd>{t(`analysis.consent_${name}_text`)}</dd>
            </div>
          ))}
        </dl>
        <div className={classes.actions}>
          <Button variant="default" data-autofocus onClick={() => setIsAsking(false)}>
            {t('analysis.consent_no')}
          </Button>
          <Button
            onClick={() => {
              setting.save(true);
              setIsAsking(false);
            }}
          >
            {t('analysis.consent_yes')}
          </Button>
        </div>
      </Modal>
    </SettingRow>
  );
}
