/** One figure of a pupil, as the table, the cards and the pupil's own page show it. */
import { VisuallyHidden } from '@mantine/core';
import { IconCheck, IconMoodEmpty, IconMoodSad, IconMoodSmile, IconPencil } from '@tabler/icons-react';
import type { StudentProfile } from '../../../../contract/session-analysis.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { shareText } from './help-words.ts';
import type { ProfileColumn } from './profile-order.ts';
import classes from './profiles.module.css';

export type FigureColumn = Exclude<ProfileColumn, 'name' | 'note'>;

export const figureColumns = [
  'engagement',
  'participation',
  'quiz_accuracy',
  'mood',
  'questions',
  'messages',
  'answers',
  'presence',
] as const satisfies readonly FigureColumn[];

/** Where they stand in threes; the mood takes two places. */
export const tileColumns = [
  'engagement',
  'participation',
  'quiz_accuracy',
  'presence',
  'mood',
  'questions',
  'messages',
  'answers',
] as const satisfies readonly FigureColumn[];

export function Figure({ profile, column }: { profile: StudentProfile; column: FigureColumn }) {
  const { language } = useLanguage();
  switch (column) {
    case 'mood':
      return <Mood sentiment={profile.sentiment} />;
    case 'engagement':
    case 'participation':
    case 'quiz_accuracy':
    case 'presence': {
      const share = profile[column];
      return share === null ? <Unknown column={column} /> : <Share share={share} />;
    }
    case 'questions':
    case 'messages':
    case 'answers':
      return <>{new Intl.NumberFormat(language).format(profile[column])}</>;
    default:
      return column satisfies never;
  }
}

/** A dash that says why there is nothing. */
function Unknown({
  column,
}: {
  column: 'engagement' | 'participation' | 'quiz_accuracy' | 'presence' | 'mood';
}) {
  const { t } = useLanguage();
  const why = t(`pupils.unknown_${column}`);
  return (
    <span className={classes.unknown} title={why}>
      <span aria-hidden="true">–</span>
      <VisuallyHidden>{why}</VisuallyHidden>
    </span>
  );
}

function Share({ share }: { share: number }) {
  const { language } = useLanguage();
  return (
    <span className={classes.share}>
      {shareText(share, language)}
      <span className={classes.bar} aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
    </span>
  );
}

const moods = [
  ['positive', IconMoodSmile],
  ['neutral', IconMoodEmpty],
  ['negative', IconMoodSad],
] as const;

function Mood({ sentiment }: { sentiment: StudentProfile['sentiment'] }) {
  const { t } = useLanguage();
  if (sentiment === null) return <Unknown column="mood" />;
  return (
    <span className={classes.mood}>
      {moods.map(([mood, Sign]) => {
        const count = sentiment[mood];
        const words = t(`pupils.mood_${mood}`, { count });
        return (
          <span key={mood} data-none={count === 0} title={words}>
            <Sign size="1rem" stroke={1.5} aria-hidden="true" />
            <span aria-hidden="true">{count}</span>
            <VisuallyHidden>{words}</VisuallyHidden>
          </span>
        );
      })}
    </span>
  );
}

/** Whether the teacher wrote something down, or has seen to it. */
export function NoteSign({ note }: { note: StudentProfile['note'] }) {
  const { t } = useLanguage();
  const hasWords = note !== null && note.note.trim() !== '';
  if (note === null || (!hasWords && !note.done)) return null;
  const words = [...(hasWords ? [t('pupils.has_note')] : []), ...(note.done ? [t('pupils.done')] : [])].join(
    ', ',
  );
  return (
    <span className={classes.noteSign} title={hasWords ? note.note : words}>
      {hasWords && <IconPencil size="1rem" stroke={1.5} aria-hidden="true" />}
      {note.done && <IconCheck size="1rem" stroke={2} aria-hidden="true" />}
      <VisuallyHidden>{words}</VisuallyHidden>
    </span>
  );
}
