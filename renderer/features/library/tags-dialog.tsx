/** Tags of one or of many lessons: what is there, what goes, what comes. */
import { Autocomplete, Button, CloseButton, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { keys } from '../../api/keys.ts';
import { searchLessons } from '../../api/search.ts';
import { useLanguage } from '../../i18n/language.tsx';
import type { FoundLesson } from './lesson-rows.ts';
import { type TagChange, foldTag, mostTags, sharedTags } from './tag-change.ts';
import classes from './dialogs.module.css';

const everything = { limit: 1 };
const longestTag = 40;

export function TagsDialog(props: {
  lessons: readonly FoundLesson[];
  onSave: (change: TagChange) => void;
  onClose: () => void;
}) {
  const { lessons, onSave, onClose } = props;
  const { t } = useLanguage();
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const [text, setText] = useState('');
  const { data } = useQuery({
    queryKey: keys.search(everything),
    queryFn: ({ signal }) => searchLessons(everything, signal),
  });
  const isAdded = (tag: string) => add.some((other) => foldTag(other) === foldTag(tag));
  const there = sharedTags(lessons).filter(({ tag }) => !remove.includes(tag));
  const shown = [
    ...there.map(({ tag, count }) => ({ tag, isForAll: count === lessons.length || isAdded(tag) })),
    ...add
      .filter((tag) => !there.some((share) => foldTag(share.tag) === foldTag(tag)))
      .map((tag) => ({ tag, isForAll: true })),
  ];
  const taken = new Set(shown.filter(({ isForAll }) => isForAll).map(({ tag }) => foldTag(tag)));
  const known = (data?.facets.tags ?? []).map(({ value }) => value).filter((tag) => !taken.has(foldTag(tag)));

  const take = (words: string) => {
    const tag = words.trim().slice(0, longestTag);
    setText('');
    if (tag === '' || taken.has(foldTag(tag))) return;
    setRemove(remove.filter((other) => foldTag(other) !== foldTag(tag)));
    setAdd([...add.filter((other) => foldTag(other) !== foldTag(tag)), tag]);
  };
  const letGo = (tag: string) => {
    setAdd(add.filter((other) => foldTag(other) !== foldTag(tag)));
    if (there.some((share) => share.tag === tag)) setRemove([...remove, tag]);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') {
      take(text);
      return;
    }
    onSave({ add, remove });
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('library.tags_of', { count: lessons.length })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      transitionProps={{ duration: 120 }}
    >
      <form className={classes.form} onSubmit={submit}>
        <ul className={classes.tags} aria-label={t('library.tags')}>
          {shown.map(({ tag, isForAll }) => (
            <li key={tag} className={classes.tag} data-partial={!isForAll}>
              {tag}
              {!isForAll && (
                <button type="button" className={classes.some} onClick={() => take(tag)}>
                  {t('library.tag_for_all', { tag })}
                </button>
              )}
              <CloseButton
                size="sm"
                aria-label={t('library.remove_tag', { tag })}
                onClick={() => letGo(tag)}
              />
            </li>
          ))}
        </ul>
        <Autocomplete
          data-autofocus
          label={t('library.add_tag')}
          description={t('library.tag_hint')}
          data={known}
          value={text}
          maxLength={longestTag}
          disabled={shown.length >= mostTags}
          onChange={setText}
          onOptionSubmit={take}
          // Open at once it would lie over the buttons below.
          openOnFocus={false}
          comboboxProps={{ shadow: 'md' }}
        />
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            disabled={add.length === 0 && remove.length === 0 && text.trim() === ''}
            onClick={() => {
              const tag = text.trim().slice(0, longestTag);
              onSave({ add: tag === '' || taken.has(foldTag(tag)) ? add : [...add, tag], remove });
              onClose();
            }}
          >
            {t('common.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
