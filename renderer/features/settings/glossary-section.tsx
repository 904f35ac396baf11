/** The school's own words, in three lists: what each does, adding many at once, taking one out with a way back. */
import { Button, CloseButton, Skeleton, TextInput, Textarea } from '@mantine/core';
import { IconFilter, IconPlus } from '@tabler/icons-react';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { maxGlossaryWords } from '../../../contract/chat-analysis.ts';
import { addWords, maxWordLength, splitWords, withoutWords, wordsWith } from '../../api/glossary-words.ts';
import { type GlossaryList, glossaryLists, useChangeGlossary, useGlossary } from '../../api/use-glossary.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { useNotify } from '../../ui/notify.tsx';
import classes from './glossary-section.module.css';
import { SettingGroup } from './setting-row.tsx';

/** From so many words on one wants to find one among them. */
const manyWords = 30;

export function GlossarySection() {
  const { t } = useLanguage();
  const glossary = useGlossary();
  const { data, error } = glossary;
  if (data === undefined && error !== null) {
    return <FailureText failure={error} onRetry={() => void glossary.refetch()} />;
  }
  return (
    <>
      <p className={classes.intro}>
        {t('glossary.intro', { length: maxWordLength, count: maxGlossaryWords })}
      </p>
      {glossaryLists.map((list) => (
        <SettingGroup key={list} title={t(`glossary.${list}`)} hint={t(`glossary.${list}_hint`)}>
          {data === undefined ? (
            <Skeleton height="8rem" radius="lg" />
          ) : (
            <WordList list={list} words={data[list]} />
          )}
        </SettingGroup>
      ))}
    </>
  );
}

function WordList({ list, words }: { list: GlossaryList; words: readonly string[] }) {
  const { t } = useLanguage();
  const { notify, notifyFailure } = useNotify();
  const change = useChangeGlossary();
  const [query, setQuery] = useState('');
  const name = t(`glossary.${list}`);
  const shown = wordsWith(words, query);

  const putBack = async (word: string) => {
    try {
      await change.mutateAsync({ list, change: (now) => addWords(now, [word]).words });
    } catch (error) {
      notifyFailure(error);
    }
  };
  const remove = async (word: string) => {
    try {
      await change.mutateAsync({ list, change: (now) => withoutWords(now, [word]) });
    } catch (error) {
      notifyFailure(error);
      return;
    }
    notify({
      text: t('glossary.removed', { word }),
      action: { label: t('common.undo'), run: () => void putBack(word) },
    });
  };
  return (
    <div className={classes.list}>
      <AddForm list={list} name={name} />
      <div className={classes.head}>
        <p>{words.length === 0 ? t('glossary.none') : t('glossary.count', { count: words.length })}</p>
        {words.length > manyWords && (
          <TextInput
            size="xs"
            type="search"
            leftSection={<IconFilter size="1rem" stroke={1.5} aria-hidden="true" />}
            aria-label={t('glossary.find_in', { name })}
            placeholder={t('glossary.find')}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
        )}
      </div>
      {words.length > 0 && (
        <ul className={classes.words} aria-label={name}>
          {shown.map((word) => (
            <li key={word}>
              <span>{word}</span>
              <CloseButton
                size="sm"
                iconSize="0.875rem"
                aria-label={t('glossary.remove', { word })}
                onClick={() => void remove(word)}
              />
            </li>
          ))}
          {shown.length === 0 && <li className={classes.nothing}>{t('glossary.not_found')}</li>}
        </ul>
      )}
    </div>
  );
}

/** Saved when Enter is pressed; what was typed stays until it is. */
function AddForm({ list, name }: { list: GlossaryList; name: string }) {
  const { t } = useLanguage();
  const change = useChangeGlossary();
  const [typed, setTyped] = useState('');
  const [result, setResult] = useState<string>();
  const words = splitWords(typed);

  const add = async () => {
    if (words.length === 0 || change.isPending) return;
    let outcome = addWords([], []);
    try {
      await change.mutateAsync({
        list,
        change: (now) => {
          outcome = addWords(now, words);
          return outcome.words;
        },
      });
    } catch {
      setResult(undefined);
      return;
    }
    const { added, known, tooLong, left } = outcome;
    // What could not be taken stays to be changed, and so does what was typed meanwhile.
    setTyped((now) => (now === typed ? [...tooLong, ...left].join(', ') : now));
    setResult(
      [
        added.length > 0 && t('glossary.added', { count: added.length }),
        known > 0 && t('glossary.known', { count: known }),
        tooLong.length > 0 && t('glossary.too_long', { count: tooLong.length, length: maxWordLength }),
        left.length > 0 && t('glossary.full', { count: maxGlossaryWords }),
      ]
        .filter((part) => part !== false)
        .join(' '),
    );
  };
  const press = (event: KeyboardEvent) => {
    // Enter that ends a syllable belongs to the input method.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void add();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void add();
  };
  return (
    <form onSubmit={submit}>
      <div className={classes.add}>
        <Textarea
          autosize
          minRows={1}
          maxRows={6}
          className={classes.field ?? ''}
          aria-label={t('glossary.add_to', { name })}
          placeholder={t('glossary.add_example')}
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={press}
        />
        <Button
          type="submit"
          variant="default"
          disabled={words.length === 0}
          leftSection={<IconPlus size="1.125rem" stroke={1.5} aria-hidden="true" />}
        >
          {words.length > 1 ? t('glossary.add_many', { count: words.length }) : t('glossary.add')}
        </Button>
      </div>
      <p role="status" className={classes.result}>
        {result}
      </p>
      {change.error !== null && <FailureText failure={change.error} onRetry={() => void add()} />}
    </form>
  );
}
