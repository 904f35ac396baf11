/** All pupils of a class on a narrow screen: a card each, ordered by a choice above. */
import { ActionIcon, Select } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useLanguage } from '../../../i18n/language.tsx';
import { Figure, NoteSign, tileColumns } from './profile-cells.tsx';
import { nextOrder, profileColumns } from './profile-order.ts';
import type { ProfileListProps } from './profile-table.tsx';
import classes from './profiles.module.css';
import { PupilLink } from './pupil-link.tsx';
import { nameOf } from './pupil-name.ts';

export function ProfileCards({ sessionId, profiles, names, order, onOrder }: ProfileListProps) {
  const { t } = useLanguage();
  const Direction = order.isDescending ? IconArrowDown : IconArrowUp;
  return (
    <>
      <div className={classes.orderChoice}>
        <Select
          label={t('pupils.order')}
          size="sm"
          allowDeselect={false}
          value={order.column}
          data={profileColumns.map((column) => ({ value: column, label: t(`pupils.column_${column}`) }))}
          onChange={(chosen) => {
            const column = profileColumns.find((name) => name === chosen);
            if (column !== undefined && column !== order.column) onOrder(nextOrder(order, column));
          }}
        />
        <ActionIcon
          variant="default"
          size="2.25rem"
          aria-label={t(order.isDescending ? 'pupils.descending' : 'pupils.ascending')}
          onClick={() => onOrder(nextOrder(order, order.column))}
        >
          <Direction size="1.125rem" stroke={1.5} aria-hidden="true" />
        </ActionIcon>
      </div>
      <ul className={classes.cards} aria-label={t('pupils.profiles')}>
        {profiles.map((profile) => (
          <li key={profile.student_id} className={classes.card}>
            <div className={classes.cardHead}>
              <PupilLink
                sessionId={sessionId}
                studentId={profile.student_id}
                name={names.get(profile.student_id) ?? nameOf(profile)}
              />
              <NoteSign note={profile.note} />
            </div>
            <dl className={classes.figures}>
              {tileColumns.map((column) => (
                <div key={column} data-column={column}>
                  <dt>{t(`pupils.column_${column}`)}</dt>
                  <dd>
                    <Figure profile={profile} column={column} />
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </>
  );
}
