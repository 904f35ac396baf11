import { ActionIcon, Button, Checkbox, Tooltip } from '@mantine/core';
import { IconTrashX } from '@tabler/icons-react';
import type { RecordingListItem } from '../../api/recording.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { clockText, megabytesText, momentDateText } from '../../ui/format.ts';
import { daysLeft } from './calendar.ts';
import { titleOf } from './lesson-actions.ts';
import classes from './trash-page.module.css';
import { useToday } from './use-today.ts';

/** Days from which on the end is near. */
const soonDays = 3;

export function TrashRow(props: {
  item: RecordingListItem;
  trashDays: number;
  isChosen: boolean;
  isBusy: boolean;
  onToggle: () => void;
  onRestore: () => void;
  onDelete: () => void;
}) {
  const today = useToday();
  const { item, trashDays, isChosen, isBusy, onToggle, onRestore, onDelete } = props;
  const { t, language } = useLanguage();
  const title = titleOf(item, t);
  const { deleted_at: deletedAt, duration, size_mb: sizeMb } = item;
  const left = deletedAt === null ? undefined : daysLeft(deletedAt, trashDays, today.getTime());
  const facts = [
    deletedAt === null ? '' : t('trash.deleted_at', { date: momentDateText(deletedAt, language) }),
    duration > 0 ? clockText(duration) : '',
    sizeMb > 0 ? megabytesText(sizeMb) : '',
  ].filter((fact) => fact !== '');
  return (
    <div className={classes.item} data-chosen={isChosen}>
      <Checkbox checked={isChosen} onChange={onToggle} aria-label={t('library.choose', { title })} />
      <div className={classes.words}>
        <h2>{title}</h2>
        <p className={classes.faint}>{facts.join(' · ')}</p>
      </div>
      {left !== undefined && (
        <span className={classes.left} data-soon={left <= soonDays}>
          {left === 0 ? t('trash.last_day') : t('trash.days_left', { count: left })}
        </span>
      )}
      <Button
        variant="default"
        size="sm"
        disabled={isBusy}
        aria-label={t('trash.restore_one', { title })}
        onClick={onRestore}
      >
        {t('trash.restore')}
      </Button>
      <Tooltip label={t('trash.delete_for_good')}>
        <ActionIcon
          variant="subtle"
          size="2.25rem"
          disabled={isBusy}
          aria-label={t('trash.delete_one', { title })}
          onClick={onDelete}
        >
          <IconTrashX stroke={1.5} size="1.25rem" aria-hidden="true" />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
