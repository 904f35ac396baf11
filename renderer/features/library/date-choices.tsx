/** Days: the spans a teacher thinks in, or any two days of a calendar. */
import { Button, Popover, Skeleton } from '@mantine/core';
import { Suspense, lazy } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { ExistingTarget } from '../../ui/existing-target.ts';
import type { OpenMenu } from '../../ui/use-menu-button.ts';
import { datePreset, datePresetNames, presetOf } from './calendar.ts';
import classes from './library-header.module.css';
import type { LibraryQuery } from './library-query.ts';
import type { ChangeQuery } from './use-library-address.ts';
import { useToday } from './use-today.ts';

// The calendar is fetched when somebody wants to see it.
const DateRangePicker = lazy(async () => ({
  default: (await import('./date-range-picker.tsx')).DateRangePicker,
}));

export function DateChoices(props: { menu: OpenMenu; query: LibraryQuery; change: ChangeQuery }) {
  const { menu, query, change } = props;
  const { t } = useLanguage();
  const isActive = query.from !== undefined || query.to !== undefined;
  const today = useToday();
  const current = presetOf(query, today);
  const choose = (span: { from: string | undefined; to: string | undefined }) => {
    menu.close();
    change(span);
  };
  return (
    <Popover opened onChange={menu.close} position="bottom-start" shadow="md" trapFocus withRoles={false}>
      <Popover.Target>
        <ExistingTarget element={menu.button} />
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('library.date')} className={classes.dates ?? ''}>
        <div className={classes.presets}>
          <Button
            variant={isActive ? 'default' : 'light'}
            size="compact-sm"
            onClick={() => choose({ from: undefined, to: undefined })}
          >
            {t('library.any')}
          </Button>
          {datePresetNames.map((name) => (
            <Button
              key={name}
              variant={current === name ? 'light' : 'default'}
              aria-pressed={current === name}
              size="compact-sm"
              onClick={() => choose(datePreset(name, today))}
            >
              {t(`library.preset_${name}`)}
            </Button>
          ))}
        </div>
        <Suspense fallback={<Skeleton height="16.5rem" width="17rem" />}>
          <DateRangePicker from={query.from} to={query.to} onChoose={choose} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
