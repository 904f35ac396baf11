/** The lanes as a table, for whoever rather reads numbers; made when it is opened. */
import { useState } from 'react';
import { Link } from 'wouter';
import type { SessionLanes } from '../../../../contract/session-analysis.ts';
import { lessonPath } from '../../../app/paths.ts';
import { type Language, type Translate, useLanguage } from '../../../i18n/language.tsx';
import { clockText, lengthText } from '../../../ui/format.ts';
import { type LaneName, type MinuteFacts, minuteCount, minuteFacts, shownLanes } from './minute-facts.ts';
import classes from './minute-table.module.css';
import { signalWords } from './minute-words.ts';

type Column = {
  name:
    | 'messages'
    | 'positive'
    | 'negative'
    | 'questions'
    | 'right'
    | 'wrong'
    | 'speech'
    | 'paused'
    | 'chapter'
    | 'screens'
    | 'signals';
  lane: LaneName;
  isText?: boolean;
  cell: (facts: MinuteFacts, t: Translate, language: Language) => string;
};

const number = (value: number, language: Language) => new Intl.NumberFormat(language).format(value);

const columns: Column[] = [
  { name: 'messages', lane: 'messages', cell: ({ messages }, _, language) => number(messages, language) },
  { name: 'positive', lane: 'messages', cell: ({ positive }, _, language) => number(positive, language) },
  { name: 'negative', lane: 'messages', cell: ({ negative }, _, language) => number(negative, language) },
  { name: 'questions', lane: 'questions', cell: ({ questions }, _, language) => number(questions, language) },
  { name: 'right', lane: 'answers', cell: ({ right }, _, language) => number(right, language) },
  { name: 'wrong', lane: 'answers', cell: ({ wrong }, _, language) => number(wrong, language) },
  {
    name: 'speech',
    lane: 'speech',
    cell: ({ speech }, _, language) =>
      speech === null ? '–' : new Intl.NumberFormat(language, { style: 'percent' }).format(speech),
  },
  {
    name: 'paused',
    lane: 'pauses',
    cell: ({ pausedSec }, t) => (pausedSec < 1 ? '–' : lengthText(pausedSec, t)),
  },
  { name: 'chapter', lane: 'chapters', isText: true, cell: ({ chapter }) => chapter ?? '–' },
  {
    name: 'screens',
    lane: 'slides',
    isText: true,
    cell: ({ screens }) => (screens.length === 0 ? '–' : screens.join(' · ')),
  },
  {
    name: 'signals',
    lane: 'signals',
    isText: true,
    cell: ({ signals }, t) => signalWords(signals, t).join(' · ') || '–',
  },
];

export function MinuteTable({ lanes }: { lanes: SessionLanes }) {
  const { t, language } = useLanguage();
  const [isOpen, setIsOpen] = useState(false);
  const lanesShown = shownLanes(lanes);
  const shown = columns.filter(({ lane }) => lanesShown.includes(lane));
  return (
    <details className={classes.details} onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>{t('overview.as_table')}</summary>
      {isOpen && (
        <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('overview.as_table')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('overview.column_time')}</th>
                {shown.map(({ name, isText }) => (
                  <th key={name} scope="col" data-is-text={isText}>
                    {t(`overview.column_${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {Array.from({ length: minuteCount(lanes) }, (_, index) => {
                const facts = minuteFacts(lanes, index);
                return (
                  <tr key={facts.fromSec}>
                    <th scope="row">
                      <Link href={lessonPath(lanes.recording_id, facts.fromSec)}>
                        <time>{clockText(facts.fromSec)}</time>
                      </Link>
                    </th>
                    {shown.map(({ name, isText, cell }) => (
                      <td key={name} data-is-text={isText}>
                        {cell(facts, t, language)}
                      </td>
                    ))}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
