/** What went wrong in a teacher's words; code and request number for the support desk lie under 'details'. */
import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { failureOf } from '../api/client.ts';
import { useLanguage } from '../i18n/language.tsx';
import classes from './failure-text.module.css';

/** @param props.onRetry shown as a way out */
export function FailureText({ failure, onRetry }: { failure: unknown; onRetry?: (() => void) | undefined }) {
  const { t } = useLanguage();
  const { code, message, fields, requestId } = failureOf(failure);
  return (
    <Alert
      role="alert"
      variant="light"
      color="var(--air-attention)"
      className={classes.failure ?? ''}
      icon={<IconAlertTriangle stroke={1.5} aria-hidden="true" />}
    >
      <p>{t(`error.${code}`)}</p>
      {onRetry !== undefined && (
        <Button size="xs" variant="default" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      )}
      <details>
        <summary>{t('error.details')}</summary>
        <code>
          {[
            code,
            message,
            ...fields.map(({ path, message: words }) => `${path}: ${words}`),
            ...(requestId === undefined ? [] : [requestId]),
          ].join(' · ')}
        </code>
      </details>
    </Alert>
  );
}
