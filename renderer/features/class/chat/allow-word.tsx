/** A word of a covered message that is all right in this school: allowed at once, with a way back. */
import { Button, Popover, TextInput } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import { Link } from 'wouter';
import { addWords, maxWordLength, splitWords, withoutWords, wordKey } from '../../../api/glossary-words.ts';
import { useChangeGlossary, useGlossary } from '../../../api/use-glossary.ts';
import { paths } from '../../../app/paths.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { FailureText } from '../../../ui/failure-text.tsx';
import { useNotify } from '../../../ui/notify.tsx';
import classes from './chat.module.css';
import { shortestWord, wordsToOffer } from './words-to-offer.ts';

export function AllowWord({ text }: { text: string }) {
  const { t } = useLanguage();
  const [isOpen, setIsOpen] = useState(false);
  const titleId = useId();
  return (
    <Popover
      opened={isOpen}
      onChange={setIsOpen}
      position="bottom-start"
      width="min(20rem, calc(100vw - 2rem))"
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button size="compact-xs" variant="default" onClick={() => setIsOpen((was) => !was)}>
          {t('moderation.allow')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-labelledby={titleId}>
        {isOpen && <ChooseWord titleId={titleId} text={text} onDone={() => setIsOpen(false)} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function ChooseWord(props: { titleId: string; text: string; onDone: () => void }) {
  const { titleId, text, onDone } = props;
  const { t } = useLanguage();
  const { notify, notifyFailure } = useNotify();
  const { data: words } = useGlossary();
  const change = useChangeGlossary();
  const [word, setWord] = useState('');
  const offered = wordsToOffer(text, words?.allowed_words);
  const typed = splitWords(word);
  const isTooShort = typed.some((one) => Array.from(wordKey(one)).length < shortestWord);
  const canAllow = typed.length > 0 && !isTooShort;

  const takeBack = async (gone: readonly string[]) => {
    try {
      await change.mutateAsync({ list: 'allowed_words', change: (now) => withoutWords(now, gone) });
    } catch (error) {
      notifyFailure(error);
    }
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!canAllow) return;
    try {
      await change.mutateAsync({ list: 'allowed_words', change: (now) => addWords(now, typed).words });
    } catch {
      // Said below, and what was chosen stays.
      return;
    }
    notify({
      text: t('moderation.allowed', { word: typed.join(', ') }),
      action: { label: t('common.undo'), run: () => void takeBack(typed) },
    });
    onDone();
  };
  return (
    <form className={classes.allow} onSubmit={(event) => void submit(event)}>
      <p id={titleId} className={classes.allowTitle}>
        {t('moderation.allow_title')}
      </p>
      {offered.length > 0 && (
        <ul className={classes.offered}>
          {offered.map((one) => (
            <li key={one}>
              <button
                type="button"
                aria-pressed={wordKey(one) === wordKey(word)}
                onClick={() => setWord(one)}
              >
                {one}
              </button>
            </li>
          ))}
        </ul>
      )}
      <TextInput
        size="sm"
        label={t('moderation.allow_word')}
        data-autofocus
        autoComplete="off"
        maxLength={maxWordLength}
        value={word}
        error={isTooShort ? t('moderation.allow_short') : undefined}
        onChange={(event) => setWord(event.currentTarget.value)}
      />
      <p className={classes.hint}>{t('moderation.allow_hint')}</p>
      {change.error !== null && <FailureText failure={change.error} />}
      <div className={classes.allowFoot}>
        <Link href={`${paths.settings}/glossary`}>{t('moderation.to_glossary')}</Link>
        <Button type="submit" size="xs" disabled={!canAllow || change.isPending}>
          {t('moderation.allow_do')}
        </Button>
      </div>
    </form>
  );
}
