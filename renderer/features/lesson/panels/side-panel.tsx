/** Tabs beside the picture; in a narrow window they are a drawer that is opened from below the picture. */
import { Drawer, Tabs } from '@mantine/core';
import {
  IconBookmarks,
  IconChartDots,
  IconMessages,
  IconNotes,
  IconPhoto,
  IconScissors,
  IconSearch,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { TextKey } from '../../../i18n/language.tsx';
import { useLanguage } from '../../../i18n/language.tsx';
import { AnalysisPanel } from '../analysis/analysis-panel.tsx';
import { ClipPanel } from '../clip/clip-panel.tsx';
import { type PanelName, panelNames, useLesson } from '../lesson-context.ts';
import { SlidesPanel } from '../slides/slides-panel.tsx';
import { ChaptersPanel } from './chapters-panel.tsx';
import { ChatPanel } from './chat-panel.tsx';
import { FindPanel } from './find-panel.tsx';
import { NotesPanel } from './notes-panel.tsx';
import classes from './panels.module.css';

type Panel = { label: TextKey; Icon: ComponentType<{ stroke?: number }>; Content: ComponentType };

const panels: Record<PanelName, Panel> = {
  chapters: { label: 'panel.chapters', Icon: IconBookmarks, Content: ChaptersPanel },
  slides: { label: 'panel.slides', Icon: IconPhoto, Content: SlidesPanel },
  chat: { label: 'panel.chat', Icon: IconMessages, Content: ChatPanel },
  analysis: { label: 'panel.analysis', Icon: IconChartDots, Content: AnalysisPanel },
  notes: { label: 'panel.notes', Icon: IconNotes, Content: NotesPanel },
  find: { label: 'panel.find', Icon: IconSearch, Content: FindPanel },
  clip: { label: 'panel.clip', Icon: IconScissors, Content: ClipPanel },
};

export function SidePanel() {
  const { panel, openPanel } = useLesson();
  const { t } = useLanguage();
  return (
    <Tabs
      value={panel}
      onChange={(name) => name !== null && openPanel(name as PanelName)}
      keepMounted={false}
      className={classes.side ?? ''}
    >
      <Tabs.List grow className={classes.tabs ?? ''} aria-label={t('panel.name')}>
        {panelNames.map((name) => {
          const { label, Icon } = panels[name];
          return (
            <Tabs.Tab key={name} value={name} className={classes.tab ?? ''} title={t(label)}>
              <Icon stroke={1.5} />
              <span className={classes.tabWord}>{t(label)}</span>
            </Tabs.Tab>
          );
        })}
      </Tabs.List>
      {panelNames.map((name) => {
        const { Content } = panels[name];
        return (
          <Tabs.Panel key={name} value={name} className={classes.panel ?? ''}>
            <Content />
          </Tabs.Panel>
        );
      })}
    </Tabs>
  );
}

export function PanelButtons({ onOpen }: { onOpen: (panel: PanelName) => void }) {
  const { t } = useLanguage();
  return (
    <div className={classes.buttons}>
      {panelNames.map((name) => {
        const { label, Icon } = panels[name];
        return (
          <button key={name} type="button" onClick={() => onOpen(name)}>
            <Icon stroke={1.5} />
            {t(label)}
          </button>
        );
      })}
    </div>
  );
}

export function PanelDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useLanguage();
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size="24rem"
      title={t('panel.name')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      classNames={{ body: classes.drawer ?? '', content: classes.drawerContent ?? '' }}
    >
      <SidePanel />
    </Drawer>
  );
}
