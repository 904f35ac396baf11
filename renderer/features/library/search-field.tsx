/** Finds as one types. `/` leads here, Esc empties it. */
import { CloseButton, Kbd, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, type Ref, useEffect, useRef, useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import classes from './library-header.module.css';

/** A pause in typing after which the list follows (ms). */
const typingPauseMs = 120;

export function SearchField(props: {
  q: string;
  onChange: (q: string) => void;
  /** Down, and Enter, lead on to what was found. */
  onLeave: () => void;
  ref: Ref<HTMLInputElement>;
}) {
  const { q, onChange, onLeave, ref } = props;
  const { t } = useLanguage();
  const [text, setText] = useState(q);
  // What the address said when the text was last made to follow it.
  const [known, setKnown] = useState(q);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (q !== known) {
    setKnown(q);
    // Back, forward, or a chip: the address was changed elsewhere.
    if (text.trim() !== q) setText(q);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  const tell = (value: string, afterMs: number) => {
    setText(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (value.trim() !== q) onChange(value.trim());
    }, afterMs);
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    // Keys that end or choose a syllable belong to the input method.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      if (text === '') event.currentTarget.blur();
      else tell('', 0);
    } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      onLeave();
    }
  };
  return (
    <search className={classes.search}>
      <TextInput
        ref={ref}
        type="search"
        size="md"
        value={text}
        maxLength={200}
        placeholder={t('library.search')}
        aria-label={t('library.search')}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => tell(event.currentTarget.value, typingPauseMs)}
        onKeyDown={press}
        leftSection={<IconSearch stroke={1.5} size="1.25rem" aria-hidden="true" />}
        rightSection={
          text === '' ? (
            <Kbd aria-hidden="true">/</Kbd>
          ) : (
            <CloseButton aria-label={t('library.clear')} onClick={() => tell('', 0)} />
          )
        }
      />
    </search>
  );
}
