/** What was understood of a file: its columns, its first rows, and the rows that cannot be read, with why. */
import { IconAlertTriangle, IconArrowDown } from '@tabler/icons-react';
import type { SessionImportReply } from '../../../../contract/sessions.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import classes from './data.module.css';
import { areNamesIds, cellText, columnsOf, problemsIn, rejectedCount, valueIn } from './sheet-fields.ts';

export function SheetPreview({ understood }: { understood: SessionImportReply }) {
  const { t, language } = useLanguage();
  const { sample, columns } = understood;
  const { understood: known, ignored } = columnsOf(columns);
  return (
    <>
      <div className={classes.tableArea} tabIndex={0} role="region" aria-label={t('sheet.sample')}>
        <table className={classes.table}>
          <caption>{t('sheet.sample_hint')}</caption>
          <thead>
            <tr>
              {known.map(({ column, field }) => (
                <th key={field} scope="col">
                  <span className={classes.column}>
                    {column}
                    <IconArrowDown size="0.875rem" stroke={1.5} aria-hidden="true" />
                  </span>
                  {t(`sheet.field_${field}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sample.map((row, at) => (
              // Rows have no name of their own, and the order never changes.
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={at}>
                {known.map(({ field }) => (
                  <td key={field}>{cellText(field, valueIn(row, field), language, t)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {ignored.length > 0 && (
        <p className={classes.hint}>{t('sheet.ignored', { columns: ignored.join(', ') })}</p>
      )}
      {areNamesIds(sample) && <p className={classes.hint}>{t('sheet.names_are_ids')}</p>}
      <RejectedRows reply={understood} />
    </>
  );
}

export function RejectedRows({ reply }: { reply: Pick<SessionImportReply, 'rejected'> }) {
  const { t } = useLanguage();
  const { count, isMore } = rejectedCount(reply);
  if (count === 0) return null;
  return (
    <details className={classes.rejected}>
      <summary>
        <IconAlertTriangle size="1.125rem" stroke={1.5} aria-hidden="true" />
        {t(isMore ? 'sheet.rejected_over' : 'sheet.rejected', { count })}
      </summary>
      <ol>
        {reply.rejected.map(({ row, message }) => {
          const problems = problemsIn(message);
          return (
            <li key={row}>
              <b>{t('sheet.row', { row })}</b>{' '}
              {problems.length === 0
                ? t('sheet.bad_row')
                : problems.map((field) => t(`sheet.bad_${field}`)).join(' ')}{' '}
              <code>{message}</code>
            </li>
          );
        })}
      </ol>
    </details>
  );
}
