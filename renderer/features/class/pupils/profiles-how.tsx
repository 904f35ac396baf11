/** What every column of the pupils' table means, as docs/signals.md defines it. */
import { useLanguage } from '../../../i18n/language.tsx';
import { HowCounted } from '../../../ui/how-counted.tsx';
import { type FigureColumn, figureColumns } from './profile-cells.tsx';
import classes from './profiles.module.css';

/** @param props.columns those that are shown beside it */
export function ProfilesHow({ columns = figureColumns }: { columns?: readonly FigureColumn[] }) {
  const { t } = useLanguage();
  return (
    <HowCounted>
      <p>{t('pupils.figures_limits')}</p>
      <dl className={classes.definitions}>
        {columns.map((column) => (
          <div key={column}>
            <dt>{t(`pupils.column_${column}`)}</dt>
            <dd>{t(`pupils.define_${column}`)}</dd>
          </div>
        ))}
      </dl>
      <p>{t('pupils.figures_unknown')}</p>
    </HowCounted>
  );
}
