/** What a class session says as a whole: at a glance, pupil by pupil, line by line, about the teaching, and its data. */
import { ActionIcon, Skeleton, Tabs, Tooltip } from '@mantine/core';
import {
  IconArrowLeft,
  IconFileImport,
  IconMessages,
  IconSchool,
  IconSparkles,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { Link, Redirect, useLocation } from 'wouter';
import { failureOf } from '../../api/client.ts';
import { type ClassTab, classPath, classTabs, lessonPath, paths } from '../../app/paths.ts';
import { type TextKey, useLanguage } from '../../i18n/language.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { dateText } from '../../ui/format.ts';
import { ChatTab } from './chat/chat-tab.tsx';
import { useSessionAnalysis, useSessionFacts } from './class-data.ts';
import classes from './class-page.module.css';
import { DataTab } from './data/data-tab.tsx';
import { OverviewTab } from './overview/overview-tab.tsx';
import { PupilsTab } from './pupils/pupils-tab.tsx';
import { TeachingTab } from './teaching/teaching-tab.tsx';

type Tab = {
  label: TextKey;
  Icon: ComponentType<{ stroke?: number; size?: string }>;
  Content: ComponentType<{ sessionId: string }>;
};

const tabs: Record<ClassTab, Tab> = {
  overview: { label: 'class.tab_overview', Icon: IconSparkles, Content: OverviewTab },
  pupils: { label: 'class.tab_pupils', Icon: IconUsers, Content: PupilsTab },
  chat: { label: 'class.tab_chat', Icon: IconMessages, Content: ChatTab },
  teaching: { label: 'class.tab_teaching', Icon: IconSchool, Content: TeachingTab },
  data: { label: 'class.tab_data', Icon: IconFileImport, Content: DataTab },
};

function isTab(name: string): name is ClassTab {
  return classTabs.some((tab) => tab === name);
}

export function ClassPage({ sessionId, tab = 'overview' }: { sessionId: string; tab: string | undefined }) {
  const { t } = useLanguage();
  const [, navigate] = useLocation();
  const session = useSessionFacts(sessionId);
  if (!isTab(tab)) return <Redirect to={classPath(sessionId)} replace />;
  if (session.data === undefined && session.error !== null) {
    return failureOf(session.error).code === 'session_not_found' ||
      failureOf(session.error).code === 'validation_failed' ? (
      <EmptyState
        icon={<IconUsersGroup size="2rem" stroke={1.5} />}
        title={t('class.not_found')}
        hint={t('class.not_found_hint')}
        action={<Link href={paths.library}>{t('nav.to_library')}</Link>}
      />
    ) : (
      <FailureText failure={session.error} onRetry={() => void session.refetch()} />
    );
  }
  const { Content } = tabs[tab];
  return (
    <div className={classes.page}>
      <ClassHeader sessionId={sessionId} />
      <Tabs
        value={tab}
        onChange={(name) => name !== null && isTab(name) && navigate(classPath(sessionId, name))}
        keepMounted={false}
      >
        <Tabs.List aria-label={t('class.tabs')} className={classes.tabs ?? ''}>
          {classTabs.map((name) => {
            const { label, Icon } = tabs[name];
            return (
              <Tabs.Tab key={name} value={name} leftSection={<Icon size="1.125rem" stroke={1.5} />}>
                {t(label)}
              </Tabs.Tab>
            );
          })}
        </Tabs.List>
        <Tabs.Panel value={tab} className={classes.content ?? ''}>
          <Content sessionId={sessionId} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

/** Name of the session, and the way back to its recording. */
function ClassHeader({ sessionId }: { sessionId: string }) {
  const { t, language } = useLanguage();
  const { data: session } = useSessionFacts(sessionId);
  const analysis = useSessionAnalysis(sessionId);
  const [recording] = analysis.data?.timeline ?? [];
  const back = recording === undefined ? paths.library : lessonPath(recording.recording_id);
  const backLabel = t(recording === undefined ? 'nav.to_library' : 'class.to_lesson');
  return (
    <header className={classes.header}>
      <Tooltip label={backLabel} openDelay={500}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          component={Link}
          href={back}
          aria-label={backLabel}
        >
          <IconArrowLeft size="1.25rem" stroke={1.5} />
        </ActionIcon>
      </Tooltip>
      {session === undefined ? (
        <Skeleton height="1.75rem" width="16rem" />
      ) : (
        <>
          <h1>{session.title === '' ? t('library.untitled') : session.title}</h1>
          <span className={classes.about}>
            {[session.subject, session.class_name, dateText(session.session_date, language)]
              .filter((part) => part !== '')
              .join(' · ')}
          </span>
        </>
      )}
    </header>
  );
}
