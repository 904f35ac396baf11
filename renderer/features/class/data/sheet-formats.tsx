/** What files may look like, each kind with an example to copy. */
import { Button } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useLanguage } from '../../../i18n/language.tsx';
import { copyText } from '../../../ui/copy-text.ts';
import { useNotify } from '../../../ui/notify.tsx';
import classes from './data.module.css';
import { knownColumns, sheetExamples, sheetKinds } from './sheet-examples.ts';

export function SheetFormats() {
  const { t, language } = useLanguage();
  const { notify } = useNotify();
  const copy = async (example: string, name: string) => {
    await copyText(example);
    notify({ text: t('sheet.copied', { name }) });
  };
  return (
    <details className={classes.formats}>
      <summary>{t('sheet.formats')}</summary>
      <p className={classes.hint}>{t('sheet.formats_hint')}</p>
      <ul>
        {sheetKinds.map((kind) => {
          const name = t(`sheet.kind_${kind}`);
          const example = sheetExamples[language][kind];
          return (
            <li key={kind}>
              <div className={classes.formatHead}>
                <h2>{name}</h2>
                <Button
                  size="compact-xs"
                  variant="subtle"
                  leftSection={<IconCopy size="0.875rem" stroke={1.5} aria-hidden="true" />}
                  aria-label={t('sheet.copy_of', { name })}
                  onClick={() => void copy(example, name)}
                >
                  {t('sheet.copy')}
                </Button>
              </div>
              <dl className={classes.columns}>
                {knownColumns[kind].map(({ field, names, isNeeded }) => (
                  <div key={field}>
                    <dt>{t(`sheet.field_${field}`)}</dt>
                    <dd>
                      {names.join(', ')}
                      {field === 'response_time_ms' && ` · ${t('sheet.milliseconds')}`}
                      {!isNeeded && ` · ${t('sheet.optional')}`}
                    </dd>
                  </div>
                ))}
              </dl>
              <pre tabIndex={0} aria-label={t('sheet.example_of', { name })} role="region">
                {example}
              </pre>
            </li>
          );
        })}
      </ul>
      <p className={classes.hint}>{t('sheet.json_hint')}</p>
    </details>
  );
}
