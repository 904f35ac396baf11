/** What can be done with the lessons that are chosen. */
import { Button, CloseButton } from '@mantine/core';
import { IconFileExport, IconPin, IconPinnedOff, IconTag, IconTrash } from '@tabler/icons-react';
import { useLanguage } from '../../i18n/language.tsx';
import type { LessonActions } from './lesson-actions.ts';
import type { FoundLesson } from './lesson-rows.ts';
import classes from './selection-bar.module.css';

export function SelectionBar(props: {
  chosen: readonly FoundLesson[];
  actions: LessonActions;
  onTag: () => void;
  onClear: () => void;
  /** Offered while there are lessons that are not chosen. */
  onAll: (() => void) | undefined;
}) {
  const { chosen, actions, onTag, onClear, onAll } = props;
  const { t } = useLanguage();
  const areKept = chosen.every(({ is_kept: isKept }) => isKept);
  const icon = { stroke: 1.5, size: '1.125rem', 'aria-hidden': true } as const;
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('library.chosen_actions')}>
      <CloseButton aria-label={t('library.choose_none')} onClick={onClear} />
      <span className={classes.count} role="status">
        {t('library.chosen', { count: chosen.length })}
      </span>
      {onAll !== undefined && (
        <Button variant="subtle" size="compact-sm" onClick={onAll}>
          {t('library.choose_all')}
        </Button>
      )}
      <span className={classes.gap} />
      <Button
        variant="default"
        leftSection={<IconFileExport {...icon} />}
        onClick={() => void actions.exportAll(chosen)}
      >
        {t('library.export')}
      </Button>
      <Button variant="default" leftSection={<IconTag {...icon} />} onClick={onTag}>
        {t('library.tags')}
      </Button>
      <Button
        variant="default"
        leftSection={areKept ? <IconPinnedOff {...icon} /> : <IconPin {...icon} />}
        onClick={() => void actions.setKept(chosen, !areKept)}
      >
        {t(areKept ? 'library.unkeep' : 'library.keep')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconTrash {...icon} />}
        onClick={() => {
          onClear();
          void actions.remove(chosen);
        }}
      >
        {t('common.delete')}
      </Button>
    </div>
  );
}
