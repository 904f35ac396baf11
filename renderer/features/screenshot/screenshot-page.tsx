/** A picture looked at once: what stands on it, who and what is seen. It is not kept, here or by the recorder. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconPhotoScan, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { analyzeScreenshot } from '../../api/analysis.ts';
import { ApiFailure } from '../../api/client.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { PictureView } from './picture-view.tsx';
import { ResultList } from './result-list.tsx';
import classes from './screenshot.module.css';
import { usePictureInput } from './use-picture-input.ts';

/** As the core's limit: what is larger need not be sent to be refused. */
const mostBytes = 20 * 1024 * 1024;

export function ScreenshotPage() {
  const { t, language } = useLanguage();
  const [picture, setPicture] = useState<{ file: File; url: string }>();
  const [lit, setLit] = useState<string>();
  const files = useRef<HTMLInputElement>(null);
  const running = useRef<AbortController>(undefined);
  const look = useMutation({
    mutationFn: (file: File) => {
      running.current?.abort();
      const cancel = new AbortController();
      running.current = cancel;
      if (file.size > mostBytes) throw new ApiFailure('payload_too_large');
      return analyzeScreenshot(file, { language, signal: cancel.signal });
    },
  });
  const take = (file: File) => {
    setPicture((before) => {
      if (before !== undefined) URL.revokeObjectURL(before.url);
      return { file, url: URL.createObjectURL(file) };
    });
    setLit(undefined);
    look.mutate(file);
  };
  const forget = () => {
    running.current?.abort();
    look.reset();
    if (picture !== undefined) URL.revokeObjectURL(picture.url);
    setPicture(undefined);
  };
  useEffect(() => () => running.current?.abort(), []);
  const isOver = usePictureInput(take);
  const isStopped = look.error instanceof DOMException && look.error.name === 'AbortError';
  return (
    <div className={classes.page} data-is-over={isOver}>
      <header className={classes.header}>
        <div>
          <h1>{t('screenshot.title')}</h1>
          <p>{t('screenshot.hint')}</p>
        </div>
        {picture !== undefined && (
          <div className={classes.headActions}>
            <Button variant="default" onClick={() => files.current?.click()}>
              {t('screenshot.another')}
            </Button>
            <Button
              variant="subtle"
              color="gray"
              leftSection={<IconX size="1rem" stroke={1.5} aria-hidden="true" />}
              onClick={forget}
            >
              {t('screenshot.forget')}
            </Button>
          </div>
        )}
      </header>
      <input
        ref={files}
        type="file"
        accept="image/*"
        hidden
        aria-label={t('screenshot.choose')}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (file !== undefined) take(file);
        }}
      />
      {picture === undefined ? (
        <div className={classes.drop} data-is-over={isOver}>
          <IconPhotoScan stroke={1.25} aria-hidden="true" />
          <p className={classes.dropTitle}>{t('screenshot.drop')}</p>
          <p className={classes.dropHint}>{t('screenshot.drop_hint')}</p>
          <Button onClick={() => files.current?.click()}>{t('screenshot.choose')}</Button>
          <p className={classes.dropHint}>{t('screenshot.not_kept')}</p>
        </div>
      ) : (
        <div className={classes.work}>
          <PictureView
            url={picture.url}
            result={look.data}
            isLooking={look.isPending}
            lit={lit}
            onCancel={forget}
          />
          <div className={classes.results} aria-live="polite" aria-busy={look.isPending}>
            {look.error !== null && !isStopped && (
              <FailureText failure={look.error} onRetry={() => look.mutate(picture.file)} />
            )}
            {look.isPending && <p className={classes.faint}>{t('screenshot.looking')}</p>}
            {look.data !== undefined && <ResultList result={look.data} onLight={setLit} />}
          </div>
        </div>
      )}
    </div>
  );
}
