/** All that a statement rests on: the first few moments, and the rest when asked for. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Evidence } from '../../../../contract/session-analysis.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { EvidenceLink } from '../evidence-link.tsx';
import classes from './evidence-list.module.css';
import { evidenceKey, shownEvidence } from './insight-list.ts';

const shownAtFirst = 3;

export function EvidenceList({ evidence }: { evidence: readonly Evidence[] }) {
  const { t } = useLanguage();
  const [isWhole, setIsWhole] = useState(false);
  const all = shownEvidence(evidence);
  if (all.length === 0) return null;
  const hidden = all.length - shownAtFirst;
  return (
    <ul className={classes.evidence}>
      {(isWhole ? all : all.slice(0, shownAtFirst)).map((one) => (
        <li key={evidenceKey(one)}>
          <EvidenceLink evidence={one} words={t(`overview.evidence_${one.source}`)} />
        </li>
      ))}
      {hidden > 0 && (
        <li>
          <Button
            size="compact-xs"
            variant="subtle"
            className={classes.more ?? ''}
            aria-expanded={isWhole}
            onClick={() => setIsWhole(!isWhole)}
          >
            {isWhole ? t('overview.fewer') : t('overview.more', { count: hidden })}
          </Button>
        </li>
      )}
    </ul>
  );
}
