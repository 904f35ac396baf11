/** One line, read at once and kept nowhere: to see how messages are read. */
import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { maxChatTextLength } from '../../../../contract/chat-analysis.ts';
import { analyzeChat } from '../../../api/chat-analysis.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { FailureText } from '../../../ui/failure-text.tsx';
import { LineResult } from './line-result.tsx';
import classes from './line.module.css';

export function TryLine() {
  const { t, language } = useLanguage();
  // Beside the messages it is open from the start; above them it would push them away.
  const [isOpen, setIsOpen] = useState(() => window.matchMedia('(min-width: 62em)').matches);
  const [text, setText] = useState('');
  const running = useRef<AbortController>(undefined);
  const read = useMutation({
    mutationFn: async (line: string) => {
      // Only the last line that was asked about is answered.
      running.current?.abort();
      const cancel = new AbortController();
      running.current = cancel;
      return { line, result: await analyzeChat(line, language, cancel.signal) };
    },
  });
  useEffect(() => () => running.current?.abort(), []);
  const isEmpty = text.trim() === '';
  const ask = () => {
    if (!isEmpty) read.mutate(text.trim());
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Enter that ends a syllable belongs to the input method.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    ask();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask();
  };
  const isStopped = read.error instanceof DOMException && read.error.name === 'AbortError';
  return (
    <details className={classes.box} open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>
        <h2>{t('line.title')}</h2>
      </summary>
      <form className={classes.form} onSubmit={submit}>
        <Textarea
          autosize
          minRows={2}
          maxRows={8}
          maxLength={maxChatTextLength}
          aria-label={t('line.text')}
          placeholder={t('line.example')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={press}
        />
        <div className={classes.foot}>
          <span className={classes.count}>
            {t('line.length', { length: text.length, most: maxChatTextLength })}
          </span>
          <Button type="submit" size="xs" disabled={isEmpty}>
            {t('line.read')}
          </Button>
        </div>
        <p className={classes.hint}>{t('line.hint')}</p>
      </form>
      <div aria-live="polite" aria-busy={read.isPending}>
        {read.isPending && <p className={classes.hint}>{t('line.reading')}</p>}
        {read.error !== null && !isStopped && (
          <FailureText
            failure={read.error}
            onRetry={() => read.variables !== undefined && read.mutate(read.variables)}
          />
        )}
        {read.data !== undefined && <LineResult line={read.data.line} result={read.data.result} />}
      </div>
    </details>
  );
}
