/** What every pupil did in this lesson: found by name, ordered by any figure, taken away as a table. */
import { CloseButton, Skeleton, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useMemo } from 'react';
import type { StudentProfile } from '../../../../contract/session-analysis.ts';
import { sessionExportRoute } from '../../../api/class-session.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { SaveFileButton } from '../../../ui/save-file-button.tsx';
import { containsAll } from '../../lesson/panels/search-words.ts';
import { useSessionFacts } from '../class-data.ts';
import { ProfileCards } from './profile-cards.tsx';
import { sortProfiles } from './profile-order.ts';
import { ProfileTable } from './profile-table.tsx';
import { ProfilesHow } from './profiles-how.tsx';
import classes from './profiles.module.css';
import { namesIn } from './pupil-name.ts';
import { useProfileView } from './use-profile-view.ts';

/** Below this a table of ten columns is no table any more; the rail takes its part of it. */
const narrow = '(max-width: 50em)';

export function ProfilesSection(props: { sessionId: string; profiles: readonly StudentProfile[] }) {
  const { sessionId, profiles } = props;
  const { t, language } = useLanguage();
  const { data: session } = useSessionFacts(sessionId);
  const { order, query, setOrder, setQuery } = useProfileView(sessionId);
  const isNarrow = useMediaQuery(narrow, undefined, { getInitialValueInEffect: false });
  const wanted = useDeferredValue(query);
  const { column, isDescending } = order;
  const names = useMemo(() => namesIn(profiles), [profiles]);
  const shown = useMemo(() => {
    const found = profiles.filter(({ student_id: id, name }) => containsAll(`${name}\n${id}`, wanted));
    return sortProfiles(found, { column, isDescending }, language);
  }, [profiles, wanted, column, isDescending, language]);
  const list = { sessionId, profiles: shown, names, order, onOrder: setOrder };
  return (
    <section className={classes.section} aria-labelledby="pupils-profiles">
      <div className={classes.head}>
        <div>
          <h2 id="pupils-profiles">{t('pupils.profiles')}</h2>
          <p className={classes.hint} role="status">
            {wanted.trim() === ''
              ? t('pupils.count', { count: profiles.length })
              : t('pupils.count_found', { found: shown.length, count: profiles.length })}
          </p>
        </div>
        <div className={classes.tools}>
          <TextInput
            type="search"
            size="xs"
            className={classes.find ?? ''}
            aria-label={t('pupils.find')}
            placeholder={t('pupils.find')}
            leftSection={<IconSearch size="1rem" stroke={1.5} aria-hidden="true" />}
            rightSection={
              query !== '' && (
                <CloseButton size="xs" aria-label={t('pupils.find_nothing')} onClick={() => setQuery('')} />
              )
            }
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setQuery('');
            }}
          />
          <SaveFileButton
            route={sessionExportRoute(sessionId, 'students', { format: 'csv', language })}
            fileName={t('pupils.file_students', { title: session?.title || sessionId })}
            size="xs"
            variant="default"
          />
        </div>
      </div>
      {shown.length === 0 ? (
        <p className={classes.nothing}>{t('pupils.nobody_found')}</p>
      ) : isNarrow ? (
        <ProfileCards {...list} />
      ) : (
        <ProfileTable {...list} />
      )}
      <ProfilesHow />
    </section>
  );
}

/** Shaped like the table that comes. */
export function ProfilesSkeleton() {
  const { t } = useLanguage();
  return (
    <section className={classes.section} aria-labelledby="pupils-profiles">
      <div>
        <h2 id="pupils-profiles">{t('pupils.profiles')}</h2>
        <p className={classes.hint} role="status">
          {t('pupils.making')}
        </p>
      </div>
      <div className={classes.skeletons} aria-hidden="true">
        {['first', 'second', 'third', 'fourth', 'fifth', 'sixth'].map((name) => (
          <Skeleton key={name} height="2.25rem" />
        ))}
      </div>
    </section>
  );
}
