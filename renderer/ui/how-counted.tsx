/** What a number means and how it came about, one click away from it. */
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import classes from './how-counted.module.css';

/** @param props.children paragraphs @param props.title what is asked; default: how the number is counted */
export function HowCounted({ title, children }: { title?: string; children: ReactNode }) {
  const { t } = useLanguage();
  return (
    <details className={classes.how}>
      <summary>{title ?? t('analysis.how_counted')}</summary>
      <div className={classes.words}>{children}</div>
    </details>
  );
}
