/** How the recorder is, for whoever looks after it: what to check first, room, every part, versions, a report to save. */
import { Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { SystemHealth } from '../../../contract/health.ts';
import { healthWords } from '../../../contract/say-health.ts';
import { healthQuery, healthReportUrl } from '../../api/health.ts';
import { keys } from '../../api/keys.ts';
import { systemInfo } from '../../api/system.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { lengthText, wallClockText } from '../../ui/format.ts';
import { SaveFileButton } from '../../ui/save-file-button.tsx';
import { FactList } from '../settings/fact-list.tsx';
import { StorageBar } from '../settings/storage-bar.tsx';
import { PartRow } from './part-row.tsx';
import classes from './system-page.module.css';
import { useSystemWords } from './system-words.ts';

const lookEveryMs = 15_000;
/** Sums over all lessons: not with every look. */
const sumEveryMs = 60_000;

export function SystemPage() {
  const say = useSystemWords();
  const health = useQuery({ ...healthQuery, refetchInterval: lookEveryMs });
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <div>
          <h1>{say('title')}</h1>
          <p>{say('hint')}</p>
        </div>
        {health.data !== undefined && <SaveReport madeAt={health.data.checked_at} />}
      </header>
      {health.error !== null && health.data === undefined && (
        <FailureText failure={health.error} onRetry={() => void health.refetch()} />
      )}
      {health.data === undefined ? (
        health.error === null && <HealthSkeleton />
      ) : (
        <>
          <Parts health={health.data} />
          <Room />
        </>
      )}
    </div>
  );
}

/** @param props.madeAt of what is shown; names the file where the browser does not take the core's name */
function SaveReport({ madeAt }: { madeAt: string }) {
  const say = useSystemWords();
  const { language } = useLanguage();
  const at = new Date(madeAt);
  const date = [at.getFullYear(), at.getMonth() + 1, at.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
  return (
    <div className={classes.save}>
      <SaveFileButton
        route={healthReportUrl(language)}
        fileName={say('reportName', { date })}
        size="sm"
        variant="default"
        label={say('save')}
      />
      <p>{say('saveHint')}</p>
    </div>
  );
}

function Parts({ health }: { health: SystemHealth }) {
  const say = useSystemWords();
  const { language } = useLanguage();
  const words = healthWords(language);
  const inState = (state: string) => health.parts.filter((part) => part.state === state);
  const toDo = [...inState('trouble'), ...inState('attention')];
  const others = [...inState('ok'), ...inState('off')];
  const Icon = health.overall === 'ok' ? IconCircleCheck : IconAlertTriangle;
  return (
    <>
      <div className={classes.overall} data-state={health.overall}>
        <Icon stroke={1.5} aria-hidden />
        <p role="status">{words.overall[health.overall]}</p>
        <time dateTime={health.checked_at}>
          {say('checkedAt', { time: wallClockText(health.checked_at, language) })}
        </time>
      </div>
      {toDo.length > 0 && (
        <section className={classes.section} aria-labelledby="system-to-do">
          <h2 id="system-to-do">{say('toDo')}</h2>
          <ul className={classes.list}>
            {toDo.map((part) => (
              <PartRow key={part.part} part={part} />
            ))}
          </ul>
        </section>
      )}
      <section className={classes.section} aria-labelledby="system-parts">
        <h2 id="system-parts">{say(toDo.length > 0 ? 'otherParts' : 'allParts')}</h2>
        <ul className={classes.list}>
          {others.map((part) => (
            <PartRow key={part.part} part={part} />
          ))}
        </ul>
      </section>
    </>
  );
}

function Room() {
  const say = useSystemWords();
  const { t } = useLanguage();
  const system = useQuery({
    queryKey: keys.system,
    queryFn: ({ signal }) => systemInfo(signal),
    refetchInterval: sumEveryMs,
  });
  if (system.data === undefined) {
    return system.error === null ? (
      <Skeleton height="9rem" radius="lg" />
    ) : (
      <FailureText failure={system.error} onRetry={() => void system.refetch()} />
    );
  }
  const { version, platform, node_version, is_desktop, uptime_seconds, ffmpeg } = system.data;
  return (
    <>
      <section className={classes.section} aria-labelledby="system-room">
        <h2 id="system-room">{say('room')}</h2>
        <div className={classes.room}>
          <StorageBar system={system.data} />
        </div>
      </section>
      <section className={classes.section} aria-labelledby="system-versions">
        <h2 id="system-versions">{say('versions')}</h2>
        <div className={classes.list}>
          <FactList
            facts={[
              [say('program'), `AIRClass Recorder ${version}`],
              [say('computer'), `${platform} · Node ${node_version}`],
              ['ffmpeg', ffmpeg?.version ?? t('models.no_ffmpeg')],
              [say('mode'), t(is_desktop ? 'about.mode_desktop' : 'about.mode_server')],
              [say('uptime'), lengthText(uptime_seconds, t)],
            ]}
          />
        </div>
      </section>
    </>
  );
}

function HealthSkeleton() {
  const { t } = useLanguage();
  return (
    <div role="status" aria-label={t('common.loading')} className={classes.section}>
      <Skeleton height="1.5rem" width="12rem" mb="lg" />
      <Skeleton height="28rem" radius="lg" />
    </div>
  );
}
