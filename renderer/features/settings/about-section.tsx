/** Version, what to tell the support desk, and whose work this stands on. */
import { Button, CopyButton, Skeleton } from '@mantine/core';
import { IconBook, IconCheck, IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { desktop } from '../../api/desktop.ts';
import type { SystemInfo } from '../../api/system.ts';
import { systemQuery } from '../../api/system-query.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { lengthText } from '../../ui/format.ts';
import classes from './about-section.module.css';
import { FactList } from './fact-list.tsx';
import { LicenceList } from './licence-list.tsx';
import { SettingGroup } from './setting-row.tsx';
import { supportText } from './support-text.ts';

export function AboutSection() {
  const { t } = useLanguage();
  const system = useQuery(systemQuery);
  return (
    <>
      <div className={classes.product}>
        <img src="/icon.svg" alt="" width="56" height="56" />
        <div>
          <p className={classes.name}>AIRClass Recorder</p>
          <p className={classes.version}>
            {system.data === undefined ? '…' : t('about.version', { version: system.data.version })}
          </p>
        </div>
      </div>
      <SettingGroup title={t('about.system')} hint={t('about.system_hint')}>
        {system.error !== null && (
          <FailureText failure={system.error} onRetry={() => void system.refetch()} />
        )}
        {system.data === undefined ? (
          system.error === null && <Skeleton height="10rem" />
        ) : (
          <System system={system.data} />
        )}
      </SettingGroup>
      <SettingGroup title={t('about.licences')} hint={t('about.licences_hint')}>
        <LicenceList />
      </SettingGroup>
    </>
  );
}

function System({ system }: { system: SystemInfo }) {
  const { t } = useLanguage();
  return (
    <>
      <FactList
        facts={[
          [t('about.platform'), `${system.platform} · Node ${system.node_version}`],
          [t('about.uptime'), lengthText(system.uptime_seconds, t)],
          [t('about.mode'), t(system.is_desktop ? 'about.mode_desktop' : 'about.mode_server')],
          ['ffmpeg', system.ffmpeg?.version ?? t('models.no_ffmpeg')],
        ]}
      />
      <div className={classes.foot}>
        <CopyButton value={supportText(system, navigator.userAgent)}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={
                copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} stroke={1.5} aria-hidden />
              }
              onClick={copy}
            >
              {t(copied ? 'settings.copied' : 'about.copy')}
            </Button>
          )}
        </CopyButton>
        {/* The desktop app has one window, and from that page no way back into it. */}
        {desktop() === undefined && (
          <Button
            component="a"
            href="/api/docs"
            target="_blank"
            rel="noreferrer"
            variant="default"
            leftSection={<IconBook size={18} stroke={1.5} aria-hidden />}
          >
            {t('about.api_docs')}
          </Button>
        )}
      </div>
    </>
  );
}
