/** All pupils of a class, ordered by any column. */
import { IconArrowDown, IconArrowUp, IconArrowsSort } from '@tabler/icons-react';
import { memo } from 'react';
import type { StudentProfile } from '../../../../contract/session-analysis.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { Figure, NoteSign, figureColumns } from './profile-cells.tsx';
import { type ProfileColumn, type ProfileOrder, nextOrder, profileColumns } from './profile-order.ts';
import classes from './profiles.module.css';
import { PupilLink } from './pupil-link.tsx';
import { type PupilName, nameOf } from './pupil-name.ts';

export type ProfileListProps = {
  sessionId: string;
  /** In order. */
  profiles: readonly StudentProfile[];
  names: ReadonlyMap<string, PupilName>;
  order: ProfileOrder;
  onOrder: (order: ProfileOrder) => void;
};

export function ProfileTable({ sessionId, profiles, names, order, onOrder }: ProfileListProps) {
  const { t } = useLanguage();
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={t('pupils.profiles')}>
        <thead>
          <tr>
            {profileColumns.map((column) => (
              <Head key={column} column={column} order={order} onOrder={onOrder} />
            ))}
          </tr>
        </thead>
        <tbody>
          {profiles.map((profile) => (
            <Row
              key={profile.student_id}
              sessionId={sessionId}
              profile={profile}
              name={names.get(profile.student_id) ?? nameOf(profile)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head(props: { column: ProfileColumn; order: ProfileOrder; onOrder: (order: ProfileOrder) => void }) {
  const { column, order, onOrder } = props;
  const { t } = useLanguage();
  const isOrdered = order.column === column;
  const Sign = isOrdered ? (order.isDescending ? IconArrowDown : IconArrowUp) : IconArrowsSort;
  return (
    <th
      scope="col"
      data-column={column}
      aria-sort={isOrdered ? (order.isDescending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" data-ordered={isOrdered} onClick={() => onOrder(nextOrder(order, column))}>
        {t(`pupils.column_${column}`)}
        <Sign size="0.875rem" stroke={1.75} aria-hidden="true" />
      </button>
    </th>
  );
}

/** Not drawn again while somebody types into the field above: a year group has two hundred. */
const Row = memo(function Row(props: { sessionId: string; profile: StudentProfile; name: PupilName }) {
  const { sessionId, profile, name } = props;
  return (
    <tr>
      <th scope="row" data-column="name">
        <PupilLink sessionId={sessionId} studentId={profile.student_id} name={name} />
      </th>
      {figureColumns.map((column) => (
        <td key={column} data-column={column}>
          <Figure profile={profile} column={column} />
        </td>
      ))}
      <td data-column="note">
        <NoteSign note={profile.note} />
      </td>
    </tr>
  );
});
