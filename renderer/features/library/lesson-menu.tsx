/** What can be done with a lesson: one menu for all cards, where the mouse or the key asked for it. */
import { Menu } from '@mantine/core';
import {
  IconDownload,
  IconEdit,
  IconFileExport,
  IconPin,
  IconPinnedOff,
  IconPlayerPlay,
  IconTag,
  IconTrash,
} from '@tabler/icons-react';
import { useLocation } from 'wouter';
import { downloadUrl } from '../../api/vod.ts';
import { lessonPath } from '../../app/paths.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { statusMeaning } from '../../ui/lesson-status.ts';
import type { LessonActions } from './lesson-actions.ts';
import type { FoundLesson } from './lesson-rows.ts';

export type MenuPlace = {
  lessons: readonly FoundLesson[];
  x: number;
  y: number;
  /** Gets the focus back. */
  trigger: HTMLElement;
};

export function LessonMenu(props: {
  place: MenuPlace;
  actions: LessonActions;
  onEdit: (lesson: FoundLesson) => void;
  onTag: (lessons: readonly FoundLesson[]) => void;
  onClose: () => void;
}) {
  const { place, actions, onEdit, onTag, onClose } = props;
  const { t } = useLanguage();
  const [, navigate] = useLocation();
  const { lessons, x, y, trigger } = place;
  const [only] = lessons.length === 1 ? lessons : [];
  const areKept = lessons.every(({ is_kept: isKept }) => isKept);
  const canDelete = lessons.some(({ status }) => !statusMeaning[status].isActive);
  const icon = { stroke: 1.5, size: '1.125rem', 'aria-hidden': true } as const;
  return (
    <Menu
      opened
      onClose={() => {
        onClose();
        trigger.focus({ preventScroll: true });
      }}
      position="bottom-start"
      offset={0}
      width="15rem"
      shadow="md"
      returnFocus={false}
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 0 }}
    >
      <Menu.Target>
        <span aria-hidden="true" style={{ position: 'fixed', left: x, top: y, width: 0, height: 0 }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t('library.menu')} aria-labelledby="">
        {only === undefined ? (
          <Menu.Label>{t('library.chosen', { count: lessons.length })}</Menu.Label>
        ) : (
          <>
            <Menu.Item
              leftSection={<IconPlayerPlay {...icon} />}
              onClick={() => navigate(lessonPath(only.recording_id))}
            >
              {t('library.open')}
            </Menu.Item>
            <Menu.Item leftSection={<IconEdit {...icon} />} onClick={() => onEdit(only)}>
              {t('library.edit')}
            </Menu.Item>
          </>
        )}
        <Menu.Item leftSection={<IconTag {...icon} />} onClick={() => onTag(lessons)}>
          {t('library.tags')}
        </Menu.Item>
        <Menu.Item
          leftSection={areKept ? <IconPinnedOff {...icon} /> : <IconPin {...icon} />}
          onClick={() => void actions.setKept(lessons, !areKept)}
        >
          {t(areKept ? 'library.unkeep' : 'library.keep')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconFileExport {...icon} />} onClick={() => void actions.exportAll(lessons)}>
          {t('library.export')}
        </Menu.Item>
        {only !== undefined && only.duration > 0 && (
          <Menu.Item
            leftSection={<IconDownload {...icon} />}
            component="a"
            href={downloadUrl(only.recording_id)}
            download
          >
            {t('library.download')}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconTrash {...icon} />}
          disabled={!canDelete}
          onClick={() => void actions.remove(lessons)}
        >
          {t('common.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
