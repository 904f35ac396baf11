/** No lessons: because there are none yet, or because none are as asked for. */
import { Button } from '@mantine/core';
import { IconFileImport, IconMoodEmpty, IconMovie, IconPlayerRecord } from '@tabler/icons-react';
import { Link } from 'wouter';
import { paths } from '../../app/paths.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { type LibraryQuery, hasFilters } from './library-query.ts';

export function LibraryEmpty(props: {
  query: LibraryQuery;
  onClear: () => void;
  onClearFilters: () => void;
  onImport: () => void;
}) {
  const { query, onClear, onClearFilters, onImport } = props;
  const { t } = useLanguage();
  const isFiltered = hasFilters(query);
  if (query.q === '' && !isFiltered) {
    return (
      <EmptyState
        icon={<IconMovie stroke={1.5} size="2rem" />}
        title={t('library.empty_title')}
        hint={t('library.empty_hint')}
        action={
          <>
            <Button
              component={Link}
              href={paths.setup}
              leftSection={<IconPlayerRecord stroke={1.5} size="1.125rem" aria-hidden="true" />}
            >
              {t('library.empty_test')}
            </Button>
            <Button component={Link} href={paths.record} variant="default">
              {t('library.empty_record')}
            </Button>
            <Button
              variant="default"
              onClick={onImport}
              leftSection={<IconFileImport stroke={1.5} size="1.125rem" aria-hidden="true" />}
            >
              {t('import.title')}
            </Button>
          </>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={<IconMoodEmpty stroke={1.5} size="2rem" />}
      title={
        query.q === '' ? t('library.nothing_filtered_title') : t('library.nothing_title', { q: query.q })
      }
      hint={t(
        query.q === ''
          ? 'library.nothing_filtered_hint'
          : isFiltered
            ? 'library.nothing_both_hint'
            : 'library.nothing_hint',
      )}
      action={
        <>
          {isFiltered && <Button onClick={onClearFilters}>{t('library.clear_filters')}</Button>}
          {query.q !== '' && (
            <Button variant="default" onClick={onClear}>
              {t('library.show_all')}
            </Button>
          )}
        </>
      }
    />
  );
}
