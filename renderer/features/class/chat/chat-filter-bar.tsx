/** Which messages to show: all or the covered ones, of which mood and intent, with which words. */
import { CloseButton, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useLanguage } from '../../../i18n/language.tsx';
import classes from './chat.module.css';
import { type ChatFilters, intentChoices, moodChoices } from './chat-filters.ts';

export function ChatFilterBar(props: {
  filters: ChatFilters;
  onChange: (change: Partial<ChatFilters>) => void;
}) {
  const { filters, onChange } = props;
  const { t } = useLanguage();
  return (
    <>
      <SegmentedControl
        size="sm"
        aria-label={t('moderation.show')}
        value={filters.isFlagged ? 'flagged' : 'all'}
        onChange={(value) => onChange({ isFlagged: value === 'flagged' })}
        data={[
          { value: 'all', label: t('moderation.show_all') },
          { value: 'flagged', label: t('moderation.show_flagged') },
        ]}
      />
      <NativeSelect
        size="sm"
        className={classes.choice ?? ''}
        aria-label={t('moderation.mood')}
        value={filters.mood ?? ''}
        data={[
          { value: '', label: t('moderation.any_mood') },
          ...moodChoices.map((mood) => ({ value: mood, label: t(`moderation.mood_${mood}`) })),
        ]}
        onChange={(event) => {
          const { value } = event.currentTarget;
          onChange({ mood: moodChoices.find((mood) => mood === value) });
        }}
      />
      <NativeSelect
        size="sm"
        className={classes.choice ?? ''}
        aria-label={t('moderation.intent')}
        value={filters.intent ?? ''}
        data={[
          { value: '', label: t('moderation.any_intent') },
          ...intentChoices.map((intent) => ({ value: intent, label: t(`moderation.intent_${intent}`) })),
        ]}
        onChange={(event) => {
          const { value } = event.currentTarget;
          onChange({ intent: intentChoices.find((intent) => intent === value) });
        }}
      />
      <WordsField words={filters.words} onChange={(words) => onChange({ words })} />
    </>
  );
}

/** What is typed shows at once; the address follows. */
function WordsField({ words, onChange }: { words: string; onChange: (words: string) => void }) {
  const { t } = useLanguage();
  const [text, setText] = useState(words);
  const [known, setKnown] = useState(words);
  if (words !== known) {
    setKnown(words);
    // Cleared, or back and forward: the address was changed elsewhere.
    if (text.trim() !== words) setText(words);
  }
  const tell = (next: string) => {
    setText(next);
    onChange(next.trim());
  };
  return (
    <TextInput
      size="sm"
      type="search"
      className={classes.words ?? ''}
      maxLength={200}
      aria-label={t('moderation.find')}
      placeholder={t('moderation.find_hint')}
      value={text}
      onChange={(event) => tell(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.nativeEvent.isComposing) tell('');
      }}
      leftSection={<IconSearch size="1rem" stroke={1.5} aria-hidden="true" />}
      rightSection={
        text === '' ? undefined : (
          <CloseButton size="sm" aria-label={t('moderation.clear_words')} onClick={() => tell('')} />
        )
      }
    />
  );
}
