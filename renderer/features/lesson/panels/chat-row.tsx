/** A message beside the picture: a click goes to its moment; what was read as abuse or spam is covered until asked for. */
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import type { ChatReading } from '../../../../contract/chat-analysis.ts';
import type { LessonMessage } from '../../../api/vod.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { clockText } from '../../../ui/format.ts';
import { IntentMark, MoodMark } from '../../../ui/reading-marks.tsx';
import { flagWords, isFlagged } from '../../../ui/reading-words.ts';
import classes from './panels.module.css';

export function ChatRow(props: {
  message: LessonMessage;
  /** undefined: nobody has read it. */
  reading: ChatReading | undefined;
  /** Whether it is to be covered is not known yet, and will be in a moment. */
  isUnsure: boolean;
  hasMarks: boolean;
  isUncovered: boolean;
  onSeek: () => void;
  onToggle: () => void;
}) {
  const { message, reading, isUnsure, hasMarks, isUncovered, onSeek, onToggle } = props;
  const { t } = useLanguage();
  const { sender_name: name, sender_role: role, text, time } = message;
  const shownName = name === '' ? t(`chat.${role}`) : name;
  const isCovered = isFlagged(reading) && !isUncovered;
  return (
    <>
      <button type="button" className={classes.say} onClick={onSeek}>
        <span className={classes.sender}>
          <b>{shownName}</b>
          <time>{clockText(time)}</time>
        </span>
        {isCovered && reading !== undefined ? (
          <span className={classes.covered}>
            {t('moderation.covered')} {flagWords(reading.spam, t)}
          </span>
        ) : (
          <span>{isUnsure ? '…' : text}</span>
        )}
        {hasMarks && reading !== undefined && <Marks reading={reading} />}
      </button>
      {isFlagged(reading) && (
        <button
          type="button"
          className={classes.uncover}
          aria-expanded={!isCovered}
          aria-label={t(isCovered ? 'moderation.uncover_of' : 'moderation.cover_of', {
            name: shownName,
            time: clockText(time),
          })}
          onClick={onToggle}
        >
          {isCovered ? (
            <IconEye size="1rem" stroke={1.5} aria-hidden="true" />
          ) : (
            <IconEyeOff size="1rem" stroke={1.5} aria-hidden="true" />
          )}
          {t(isCovered ? 'moderation.uncover' : 'moderation.cover')}
        </button>
      )}
    </>
  );
}

/** Beside the picture only what tells something: neither 'neutral' nor 'other', nothing uncertain. */
function Marks({ reading: { sentiment, intent } }: { reading: ChatReading }) {
  const hasMood = !sentiment.unsure && sentiment.label !== 'neutral';
  const hasIntent = !intent.unsure && intent.label !== 'other';
  if (!hasMood && !hasIntent) return null;
  return (
    <span className={classes.chatMarks}>
      {hasMood && <MoodMark mood={sentiment} />}
      {hasIntent && <IntentMark intent={intent} />}
    </span>
  );
}
