/** What a pupil typed and answered that tells something, by time, each with its moment. */
import { Button } from '@mantine/core';
import {
  IconClockExclamation,
  IconHelpCircle,
  IconMessageCheck,
  IconMoodSad,
  IconX,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { StudentProfile } from '../../../../contract/session-analysis.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { HowCounted } from '../../../ui/how-counted.tsx';
import { EvidenceLink } from '../evidence-link.tsx';
import classes from './pupil-page.module.css';

/** More would push the rest of the page away. */
const shownAtFirst = 8;

const signs = {
  asked_question: IconHelpCircle,
  negative_message: IconMoodSad,
  answered_in_chat: IconMessageCheck,
  wrong_answer: IconX,
  slow_answer: IconClockExclamation,
};

export function PupilSignals({ signals }: { signals: StudentProfile['signals'] }) {
  const { t } = useLanguage();
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? signals : signals.slice(0, shownAtFirst);
  return (
    <div className={classes.block}>
      <h3>{t('pupil.signals')}</h3>
      {signals.length === 0 && <p className={classes.hint}>{t('pupil.no_signals')}</p>}
      {signals.length > 0 && (
        <ol className={classes.signals} aria-label={t('pupil.signals')}>
          {shown.map(({ kind, evidence }) => {
            const Sign = signs[kind];
            return (
              <li key={`${kind} ${evidence.at} ${evidence.time} ${evidence.ref}`}>
                <Sign size="1.125rem" stroke={1.5} aria-hidden="true" />
                <span>{t(`pupil.signal_${kind}`)}</span>
                <EvidenceLink evidence={evidence} />
              </li>
            );
          })}
        </ol>
      )}
      {signals.length > shownAtFirst && (
        <Button
          size="compact-sm"
          variant="subtle"
          className={classes.more ?? ''}
          aria-expanded={isWhole}
          onClick={() => setIsWhole(!isWhole)}
        >
          {isWhole ? t('pupil.fewer_signals') : t('pupil.all_signals', { count: signals.length })}
        </Button>
      )}
      <HowCounted>
        <p>{t('pupil.signals_how')}</p>
      </HowCounted>
    </div>
  );
}
