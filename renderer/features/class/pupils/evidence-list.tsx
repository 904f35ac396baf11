/** Moments a statement rests on, side by side; times that nobody recorded are said once, together. */
import type { Evidence } from '../../../../contract/session-analysis.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { wallClockText } from '../../../ui/format.ts';
import { EvidenceLink } from '../evidence-link.tsx';
import classes from './evidence-list.module.css';
import { momentsIn } from './help-words.ts';

/** @param props.label what they are the evidence of */
export function EvidenceList({ evidence, label }: { evidence: readonly Evidence[]; label: string }) {
  const { t, language } = useLanguage();
  const { watched, clock } = momentsIn(evidence);
  if (watched.length === 0 && clock.length === 0) return null;
  const times = [...new Set(clock.map((at) => wallClockText(at, language)))];
  return (
    <ul className={classes.list} aria-label={label}>
      {watched.map((one) => (
        <li key={`${one.recording_id} ${one.time}`}>
          <EvidenceLink evidence={one} words="" />
        </li>
      ))}
      {times.length > 0 && (
        <li className={classes.unrecorded}>{t('pupils.unrecorded', { times: times.join(', ') })}</li>
      )}
    </ul>
  );
}
