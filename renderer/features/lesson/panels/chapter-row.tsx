import { ActionIcon, Menu, TextInput, Textarea } from '@mantine/core';
import {
  IconClockEdit,
  IconDots,
  IconPencil,
  IconSparkles,
  IconTextPlus,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { Chapter } from '../../../../contract/vod.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { clockText } from '../../../ui/format.ts';
import { UnsavedMark } from '../../../ui/unsaved-mark.tsx';
import classes from './panels.module.css';

/** One chapter: a click goes there; its name and description are changed where they stand. */
export function ChapterRow(props: {
  chapter: Chapter;
  isCurrent: boolean;
  /** A change of it waits for the recorder to come back. */
  isUnsaved: boolean;
  /** Its name is to be typed right away. */
  isRenaming: boolean;
  onRenamed: () => void;
  onSeek: () => void;
  onChange: (wish: { title?: string; description?: string }) => void;
  onMoveHere: () => void;
  onDelete: () => void;
}) {
  const { chapter, isCurrent, isUnsaved, isRenaming, onRenamed, onSeek, onChange, onMoveHere, onDelete } =
    props;
  const { t, language } = useLanguage();
  const percentText = (share: number) => new Intl.NumberFormat(language, { style: 'percent' }).format(share);
  const [editing, setEditing] = useState<'title' | 'description'>();
  const { title, description, origin, confidence } = chapter;
  const isTitleOpen = isRenaming || editing === 'title';
  const finish = () => {
    setEditing(undefined);
    if (isRenaming) onRenamed();
  };
  return (
    <li className={classes.row} data-is-current={isCurrent} aria-current={isCurrent ? 'true' : undefined}>
      {isTitleOpen ? (
        <div className={classes.edit}>
          <time>{clockText(chapter.start_time)}</time>
          <EditLine
            label={t('lesson.chapter_title')}
            text={title}
            onDone={(text) => {
              finish();
              if (text !== undefined && text !== '' && text !== title) onChange({ title: text });
            }}
          />
        </div>
      ) : (
        <>
          <button type="button" className={classes.go} onClick={onSeek}>
            <time>{clockText(chapter.start_time)}</time>
            <span>
              {title}
              {origin === 'automatic' && (
                <em className={classes.badge} title={t('chapter.automatic_hint')}>
                  <IconSparkles size="0.875rem" stroke={1.5} aria-hidden="true" />
                  {t('chapter.automatic')}
                </em>
              )}
              {description !== '' && editing !== 'description' && <small>{description}</small>}
              {isUnsaved && <UnsavedMark />}
            </span>
          </button>
          <span className={classes.tools}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('chapter.rename', { title })}
              onClick={() => setEditing('title')}
            >
              <IconPencil size="1rem" stroke={1.5} />
            </ActionIcon>
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon variant="subtle" color="gray" aria-label={t('chapter.more', { title })}>
                  <IconDots size="1rem" stroke={1.5} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {confidence !== null && (
                  <Menu.Label className={classes.confidence ?? ''}>
                    {t('chapter.confidence', { percent: percentText(confidence) })}
                  </Menu.Label>
                )}
                <Menu.Item leftSection={<IconClockEdit size="1rem" stroke={1.5} />} onClick={onMoveHere}>
                  {t('chapter.move_here')}
                </Menu.Item>
                <Menu.Item
                  leftSection={<IconTextPlus size="1rem" stroke={1.5} />}
                  onClick={() => setEditing('description')}
                >
                  {t('chapter.describe')}
                </Menu.Item>
                <Menu.Item leftSection={<IconTrash size="1rem" stroke={1.5} />} onClick={onDelete}>
                  {t('common.delete')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </span>
        </>
      )}
      {editing === 'description' && (
        <Textarea
          autoFocus
          autosize
          minRows={2}
          maxRows={6}
          className={classes.description ?? ''}
          aria-label={t('chapter.description')}
          defaultValue={description}
          maxLength={10_000}
          onBlur={(event) => {
            setEditing(undefined);
            if (event.target.value !== description) onChange({ description: event.target.value });
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setEditing(undefined);
          }}
        />
      )}
    </li>
  );
}

/** @param props.onDone undefined: as it was */
export function EditLine(props: { label: string; text: string; onDone: (text: string | undefined) => void }) {
  const { label, text, onDone } = props;
  const [value, setValue] = useState(text);
  return (
    <TextInput
      // Who asked to change it wants to type.
      autoFocus
      size="sm"
      className={classes.grow ?? ''}
      value={value}
      maxLength={300}
      aria-label={label}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setValue(event.target.value)}
      onBlur={() => onDone(value.trim())}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') onDone(value.trim());
        if (event.key === 'Escape') onDone(undefined);
      }}
    />
  );
}
