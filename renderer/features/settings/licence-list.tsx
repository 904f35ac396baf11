/** The packages this program is made of, with the texts of their licences. */
import { Skeleton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../api/keys.ts';
import { type Licence, licences } from '../../api/system.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import classes from './licence-list.module.css';

export function LicenceList() {
  const { t } = useLanguage();
  const [wanted, setWanted] = useState('');
  const query = useQuery({
    queryKey: keys.licences,
    queryFn: ({ signal }) => licences(signal),
    staleTime: Infinity,
    select: ({ production, bundled, models }) => allOnce([...production, ...bundled, ...models]),
  });
  if (query.error !== null) return <FailureText failure={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <Skeleton height="12rem" />;
  const text = wanted.trim().toLowerCase();
  const found = query.data.filter(({ name, licence }) => `${name} ${licence}`.toLowerCase().includes(text));
  return (
    <>
      <div className={classes.search}>
        <TextInput
          type="search"
          aria-label={t('about.licence_search')}
          placeholder={t('about.licence_search')}
          leftSection={<IconSearch size={18} stroke={1.5} aria-hidden />}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <span role="status">{t('about.licence_count', { count: found.length })}</span>
      </div>
      <ul className={classes.list}>
        {found.map((licence) => (
          <LicenceRow key={`${licence.name} ${licence.version}`} licence={licence} />
        ))}
      </ul>
    </>
  );
}

/** The text is put on the page only when it is opened: together they are some hundred pages. */
function LicenceRow({ licence: { name, version, licence, text } }: { licence: Licence }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <li>
      <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary>
          <span>
            {name} <small>{version}</small>
          </span>
          <span>{licence}</span>
        </summary>
        {isOpen && (
          <pre tabIndex={0} aria-label={name}>
            {text}
          </pre>
        )}
      </details>
    </li>
  );
}

function allOnce(all: readonly Licence[]): Licence[] {
  const known = new Map(all.map((licence) => [`${licence.name} ${licence.version}`, licence]));
  return [...known.values()].toSorted((left, right) => left.name.localeCompare(right.name, 'en'));
}
