/** Where one can go. Recording stands first and says so when it runs. */
import { UnstyledButton } from '@mantine/core';
import {
  IconActivity,
  IconAlertTriangle,
  IconHelp,
  IconLibrary,
  IconPhotoScan,
  IconPlayerRecord,
  IconPlayerRecordFilled,
  IconSettings,
  IconTrash,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { Link, useLocation } from 'wouter';
import type { RecordingStatus } from '../../contract/recording.ts';
import { type TextKey, useLanguage } from '../i18n/language.tsx';
import { paths } from './paths.ts';
import classes from './rail.module.css';
import { useShortcutHelp } from './shortcuts.tsx';
import { useHealthSign } from './use-health-sign.ts';

type Entry = {
  to: string;
  label: TextKey;
  Icon: ComponentType<{ stroke?: number; 'aria-hidden'?: boolean }>;
};

const entries: Entry[] = [
  { to: paths.library, label: 'nav.library', Icon: IconLibrary },
  { to: paths.screenshot, label: 'nav.screenshot', Icon: IconPhotoScan },
  { to: paths.trash, label: 'nav.trash', Icon: IconTrash },
  { to: paths.activity, label: 'nav.activity', Icon: IconActivity },
  { to: paths.settings, label: 'nav.settings', Icon: IconSettings },
];

/** @param props.status of the lesson that matters most; undefined: none runs */
export function Rail({ status }: { status: RecordingStatus | undefined }) {
  const { t } = useLanguage();
  const showHelp = useShortcutHelp();
  const sign = useHealthSign();
  return (
    <nav className={classes.rail} aria-label={t('nav.main')}>
      <img src="/icon.svg" alt="AIRClass Recorder" className={classes.brand} />
      <RailLink
        to={paths.record}
        Icon={status === 'recording' ? IconPlayerRecordFilled : IconPlayerRecord}
        text={status === undefined ? t('nav.record') : t(`status.${status}`)}
        tone={status === undefined || status === 'recording' ? status : 'attention'}
      />
      {entries.map(({ to, label, Icon }) => (
        <RailLink
          key={to}
          to={to}
          Icon={Icon}
          text={t(label)}
          // How the recorder is stands below the settings, unless there is a sign of its own.
          alsoAt={to === paths.settings && sign === undefined ? paths.system : undefined}
        />
      ))}
      {sign !== undefined && (
        <RailLink
          to={paths.system}
          Icon={IconAlertTriangle}
          text={t(`nav.system_${sign}`)}
          tone="attention"
          isLast
        />
      )}
      <UnstyledButton
        className={classes.item ?? ''}
        data-last={sign === undefined ? 'true' : undefined}
        onClick={showHelp}
      >
        <IconHelp stroke={1.5} aria-hidden />
        <span>{t('nav.help')}</span>
      </UnstyledButton>
    </nav>
  );
}

function RailLink(props: {
  to: string;
  Icon: Entry['Icon'];
  text: string;
  tone?: 'recording' | 'attention' | undefined;
  /** Begins the part at the foot of the rail. */
  isLast?: boolean;
  /** Another address that belongs to it. */
  alsoAt?: string | undefined;
}) {
  const { to, Icon, text, tone, isLast = false, alsoAt } = props;
  const [location] = useLocation();
  const isCurrent =
    to === paths.library
      ? location === to || /^\/(lessons|classes)\//.test(location)
      : location.startsWith(to) || location === alsoAt;
  return (
    <Link
      href={to}
      className={classes.item}
      data-tone={tone}
      data-last={isLast ? 'true' : undefined}
      aria-current={isCurrent ? 'page' : undefined}
    >
      <Icon stroke={1.5} aria-hidden />
      <span>{text}</span>
    </Link>
  );
}
