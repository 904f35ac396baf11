/** One measure of how the lesson was taught, beside what is usual for the same teacher. */
import type { TeacherMeasureName } from '../../../../contract/session-analysis.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { HowCounted } from '../../../ui/how-counted.tsx';
import { EvidenceList } from '../insights/evidence-list.tsx';
import { type Comparison, type Measure, comparedWithEarlier, measureText } from './measures.ts';
import classes from './teaching-tab.module.css';

const arrows: Record<Comparison, string> = { more: '▲', longer: '▲', less: '▼', shorter: '▼', same: '＝' };

export function MeasureTile({ name, measure }: { name: TeacherMeasureName; measure: Measure }) {
  const { t, language } = useLanguage();
  const { value, count, text, evidence } = measure;
  const comparison = comparedWithEarlier(name, measure);
  return (
    <li className={classes.tile}>
      <h3>{t(`teaching.measure_${name}`)}</h3>
      {value !== null && (
        <p className={classes.value}>
          {measureText(name, value, t, language)}
          <small>{t(`teaching.count_${name}`, { count })}</small>
        </p>
      )}
      {comparison !== undefined && (
        // By how much stands in the sentence below.
        <p className={classes.compared}>
          <span aria-hidden="true">{arrows[comparison]}</span> {t(`teaching.compared_${comparison}`)}
        </p>
      )}
      <p className={classes.text}>{text}</p>
      <EvidenceList evidence={evidence} />
      <HowCounted>
        <p>{t(`teaching.how_${name}`)}</p>
        <p>{t('teaching.how_earlier')}</p>
      </HowCounted>
    </li>
  );
}
