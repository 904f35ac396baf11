/** What the list is narrowed down to, each with a way to let it go. */
import { Button, CloseButton } from '@mantine/core';
import { type Language, type Translate, useLanguage } from '../../i18n/language.tsx';
import { dateText } from '../../ui/format.ts';
import { presetOf } from './calendar.ts';
import { filterLabels } from './filter-menu.tsx';
import { lengthRangeText } from './length-menu.tsx';
import classes from './library-header.module.css';
import { type LibraryQuery, facetNames } from './library-query.ts';
import type { ChangeQuery } from './use-library-address.ts';

type Chip = { key: string; text: string; without: Partial<LibraryQuery> };

function spanText(query: LibraryQuery, t: Translate, language: Language): string {
  const preset = presetOf(query, new Date());
  if (preset !== undefined) return t(`library.preset_${preset}`);
  const { from, to } = query;
  if (from === to && from !== undefined) return dateText(from, language);
  if (from === undefined) return t('library.until', { date: dateText(to ?? '', language) });
  if (to === undefined) return t('library.since', { date: dateText(from, language) });
  return `${dateText(from, language)} – ${dateText(to, language)}`;
}

export function FilterChips(props: { query: LibraryQuery; change: ChangeQuery; onClearAll: () => void }) {
  const { query, change, onClearAll } = props;
  const { t, language } = useLanguage();
  const chips: Chip[] = [];
  if (query.from !== undefined || query.to !== undefined) {
    chips.push({
      key: 'date',
      text: spanText(query, t, language),
      without: { from: undefined, to: undefined },
    });
  }
  for (const name of facetNames) {
    const value = query[name];
    if (value === undefined) continue;
    chips.push({ key: name, text: `${t(filterLabels[name])}: ${value}`, without: { [name]: undefined } });
  }
  if (query.minMinutes !== undefined || query.maxMinutes !== undefined) {
    chips.push({
      key: 'length',
      text: lengthRangeText(query, t),
      without: { minMinutes: undefined, maxMinutes: undefined },
    });
  }
  if (chips.length === 0) return null;
  return (
    <ul className={classes.chips} aria-label={t('library.filters')}>
      {chips.map(({ key, text, without }) => (
        <li key={key} className={classes.chip}>
          {text}
          <CloseButton
            size="sm"
            aria-label={t('library.remove_filter', { name: text })}
            onClick={() => change(without)}
          />
        </li>
      ))}
      <li>
        <Button size="compact-sm" variant="subtle" onClick={onClearAll}>
          {t('library.clear_all')}
        </Button>
      </li>
    </ul>
  );
}
