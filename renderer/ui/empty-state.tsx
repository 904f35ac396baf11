/** Nothing to show, or it could not be shown: what that means and what to do. */
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import classes from './empty-state.module.css';

export function EmptyState(props: {
  icon?: ReactNode;
  title: string;
  hint?: string;
  action?: ReactNode;
  /** For the support desk, under 'details'. */
  details?: string;
}) {
  const { icon, title, hint, action, details } = props;
  const { t } = useLanguage();
  return (
    <div className={classes.empty}>
      {icon !== undefined && (
        <div className={classes.icon} aria-hidden="true">
          {icon}
        </div>
      )}
      <h2>{title}</h2>
      {hint !== undefined && <p>{hint}</p>}
      {action !== undefined && <div className={classes.action}>{action}</div>}
      {details !== undefined && (
        <details>
          <summary>{t('error.details')}</summary>
          <code>{details}</code>
        </details>
      )}
    </div>
  );
}
