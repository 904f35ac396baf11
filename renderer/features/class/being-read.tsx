/** What is read out of a class: while it is being made what is coming, shaped like it; when it failed a way out. */
import { Skeleton, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import classes from './being-read.module.css';

/** @param props.children draws what was read */
export function WhenRead<Result>(props: {
  query: { data: Result | undefined; error: Error | null; refetch: () => unknown };
  children: (result: Result) => ReactNode;
}) {
  const { query, children } = props;
  const { data, error, refetch } = query;
  const { t } = useLanguage();
  return (
    <>
      <VisuallyHidden role="status">
        {t(
          data === undefined ? (error === null ? 'overview.reading' : 'overview.not_read') : 'overview.read',
        )}
      </VisuallyHidden>
      {data === undefined && error === null && <BeingRead />}
      {data === undefined && error !== null && <FailureText failure={error} onRetry={() => void refetch()} />}
      {data !== undefined && children(data)}
    </>
  );
}

function BeingRead() {
  const { t } = useLanguage();
  return (
    <div className={classes.reading}>
      <p>
        <b>{t('overview.reading')}</b> {t('overview.reading_hint')}
      </p>
      <div className={classes.cards} aria-hidden="true">
        <Skeleton height="10rem" radius="lg" />
        <Skeleton height="10rem" radius="lg" />
        <Skeleton height="10rem" radius="lg" />
      </div>
      <Skeleton height="16rem" radius="lg" />
    </div>
  );
}
