/** What a person can set, in sections with addresses of their own. A change is kept at once. */
import { NativeSelect, Skeleton } from '@mantine/core';
import {
  IconBrush,
  IconCalendarClock,
  IconChartDots,
  IconCpu,
  IconDatabase,
  IconDatabaseExport,
  IconDeviceDesktop,
  IconInfoCircle,
  IconKeyboard,
  IconPlayerRecord,
  IconRefresh,
  IconScreenShare,
  IconShieldLock,
  IconStethoscope,
  IconVocabulary,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { Link, Redirect, useLocation } from 'wouter';
import { desktop } from '../../api/desktop.ts';
import { useSettings } from '../../api/settings.ts';
import { paths } from '../../app/paths.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { AboutSection } from './about-section.tsx';
import { AnalysisSection } from './analysis-section.tsx';
import { BackupSection } from './backup-section.tsx';
import { DesktopSection } from './desktop-section.tsx';
import { GeneralSection } from './general-section.tsx';
import { GlossarySection } from './glossary-section.tsx';
import { KeyboardSection } from './keyboard-section.tsx';
import { ModelsSection } from './models-section.tsx';
import { PrivacySection } from './privacy-section.tsx';
import { RecordingSection } from './recording-section.tsx';
import classes from './settings-page.module.css';
import { SourcesSection } from './sources-section.tsx';
import { StorageSection } from './storage-section.tsx';
import { UpdatesSection } from './updates-section.tsx';
import { SettingsContext } from './use-setting.ts';
import { WatchesSection } from './watches-section.tsx';

type SectionName =
  | 'general'
  | 'storage'
  | 'backup'
  | 'recording'
  | 'sources'
  | 'watches'
  | 'analysis'
  | 'glossary'
  | 'models'
  | 'privacy'
  | 'desktop'
  | 'updates'
  | 'keyboard'
  | 'about';
type Section = {
  Icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;
  Content: ComponentType;
};

const sections: Record<SectionName, Section> = {
  general: { Icon: IconBrush, Content: GeneralSection },
  storage: { Icon: IconDatabase, Content: StorageSection },
  backup: { Icon: IconDatabaseExport, Content: BackupSection },
  recording: { Icon: IconPlayerRecord, Content: RecordingSection },
  sources: { Icon: IconScreenShare, Content: SourcesSection },
  watches: { Icon: IconCalendarClock, Content: WatchesSection },
  analysis: { Icon: IconChartDots, Content: AnalysisSection },
  glossary: { Icon: IconVocabulary, Content: GlossarySection },
  models: { Icon: IconCpu, Content: ModelsSection },
  privacy: { Icon: IconShieldLock, Content: PrivacySection },
  desktop: { Icon: IconDeviceDesktop, Content: DesktopSection },
  updates: { Icon: IconRefresh, Content: UpdatesSection },
  keyboard: { Icon: IconKeyboard, Content: KeyboardSection },
  about: { Icon: IconInfoCircle, Content: AboutSection },
};

function isSectionName(name: string): name is SectionName {
  return Object.hasOwn(sections, name);
}

export function SettingsPage({ section = 'general' }: { section: string | undefined }) {
  const { t } = useLanguage();
  const [, navigate] = useLocation();
  const settings = useSettings();
  if (!isSectionName(section)) return <Redirect to={paths.settings} replace />;
  const names = (Object.keys(sections) as SectionName[]).filter(
    (name) => name !== 'desktop' || desktop() !== undefined,
  );
  const { Content } = sections[section];
  return (
    <div className={classes.page}>
      <nav className={classes.nav} aria-label={t('settings.sections')}>
        <h1>{t('nav.settings')}</h1>
        <ul className={classes.list}>
          {names.map((name) => {
            const { Icon } = sections[name];
            return (
              <li key={name}>
                <Link href={sectionPath(name)} aria-current={name === section ? 'page' : undefined}>
                  <Icon size={20} stroke={1.5} aria-hidden />
                  {t(`settings.section_${name}`)}
                </Link>
              </li>
            );
          })}
          <li>
            <Link href={paths.system}>
              <IconStethoscope size={20} stroke={1.5} aria-hidden />
              {t('settings.section_system')}
            </Link>
          </li>
        </ul>
        <NativeSelect
          className={classes.select ?? ''}
          aria-label={t('settings.sections')}
          value={section}
          data={[...names, 'system' as const].map((name) => ({
            value: name,
            label: t(`settings.section_${name}`),
          }))}
          onChange={({ currentTarget: { value } }) =>
            navigate(value === 'system' ? paths.system : sectionPath(value))
          }
        />
      </nav>
      <div className={classes.content}>
        <h2 className={classes.heading}>{t(`settings.section_${section}`)}</h2>
        {settings.data !== undefined && (
          <SettingsContext value={settings.data}>
            <Content />
          </SettingsContext>
        )}
        {settings.data === undefined && settings.isPending && <SettingsSkeleton />}
        {settings.data === undefined && settings.error !== null && (
          <FailureText failure={settings.error} onRetry={() => void settings.refetch()} />
        )}
      </div>
    </div>
  );
}

function sectionPath(name: string): string {
  return name === 'general' ? paths.settings : `${paths.settings}/${name}`;
}

function SettingsSkeleton() {
  const { t } = useLanguage();
  return (
    <div role="status" aria-label={t('common.loading')}>
      <Skeleton height="1rem" width="8rem" mb="md" />
      <Skeleton height="12rem" radius="lg" />
    </div>
  );
}
