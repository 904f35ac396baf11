/** Shown to a browser that has not opened the start-up link yet; the link can be pasted here too. */
import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { failureOf } from '../api/client.ts';
import { isTokenRight } from '../api/system.ts';
import { useLanguage } from '../i18n/language.tsx';
import classes from './no-login.module.css';
import { tokenIn } from './token-in.ts';

export function NoLogin() {
  const { t, language, setLanguage } = useLanguage();
  const [text, setText] = useState('');
  const token = tokenIn(text);
  const logIn = useMutation({
    mutationFn: isTokenRight,
    onSuccess: (isRight) => {
      // The core takes the token from the address, sets its cookie and leads back without it.
      if (isRight) location.replace(`${location.pathname}?${new URLSearchParams({ token })}`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (token !== '') logIn.mutate(token);
  };
  const problem =
    logIn.error === null
      ? logIn.data === false && t('login.wrong')
      : t(`error.${failureOf(logIn.error).code}`);
  return (
    <main className={classes.alone}>
      <img src="/icon.svg" alt="" width="64" height="64" />
      <h1>{t('login.title')}</h1>
      <p>{t('login.what_to_do')}</p>
      <form onSubmit={submit}>
        <TextInput
          label={t('login.link')}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            logIn.reset();
          }}
          placeholder="http://127.0.0.1:8765/?token=…"
          size="md"
          autoComplete="off"
          spellCheck={false}
          autoFocus
          error={problem}
          errorProps={{ role: 'alert' }}
        />
        <Button
          type="submit"
          size="md"
          disabled={token === ''}
          loading={logIn.isPending || logIn.data === true}
        >
          {t('login.open')}
        </Button>
      </form>
      <p className={classes.faint}>{t('login.why')}</p>
      <Button
        variant="subtle"
        lang={language === 'ko' ? 'en' : 'ko'}
        onClick={() => void setLanguage(language === 'ko' ? 'en' : 'ko')}
      >
        {language === 'ko' ? 'English' : '한국어'}
      </Button>
    </main>
  );
}
