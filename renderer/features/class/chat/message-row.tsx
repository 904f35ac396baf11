/** One message: who and when, its text or why that is covered, and what was read out of it. */
import { Button } from '@mantine/core';
import { IconEyeOff, IconFlag, IconPlayerPlay } from '@tabler/icons-react';
import { memo } from 'react';
import { Link } from 'wouter';
import type { ReadMessage } from '../../../api/use-chat-readings.ts';
import { lessonPath, pupilPath } from '../../../app/paths.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { clockText, wallClockText } from '../../../ui/format.ts';
import { Highlighted } from '../../../ui/highlighted.tsx';
import { IntentMark, MoodMark } from '../../../ui/reading-marks.tsx';
import { flagWords, isDoubtful, isFlagged, shareText } from '../../../ui/reading-words.ts';
import { matchRanges } from '../../lesson/panels/search-words.ts';
import { AllowWord } from './allow-word.tsx';
import classes from './chat.module.css';

export const MessageRow = memo(function MessageRow(props: {
  sessionId: string;
  message: ReadMessage;
  /** What is looked for, to be marked. */
  words: string;
  isUncovered: boolean;
  onToggle: (messageId: string) => void;
}) {
  const { sessionId, message, words, isUncovered, onToggle } = props;
  const { t } = useLanguage();
  const { sender_role: role, sender_id: sender, sender_name: name, text, reading } = message;
  const shownName = name === '' ? t(`chat.${role}`) : name;
  const isCovered = isFlagged(reading) && !isUncovered;
  return (
    <div className={classes.message} data-role={role}>
      <div className={classes.head}>
        {role === 'student' ? (
          <Link href={pupilPath(sessionId, sender)} className={classes.name}>
            {shownName}
          </Link>
        ) : (
          <b className={classes.name}>{shownName}</b>
        )}
        {name !== '' && <span className={classes.role}>{t(`chat.${role}`)}</span>}
        <MessageTime message={message} />
      </div>
      {!isCovered && (
        <p className={classes.text}>
          <Highlighted text={text} ranges={words === '' ? [] : matchRanges(text, words)} />
        </p>
      )}
      {isFlagged(reading) && (
        <Flag message={message} isCovered={isCovered} onToggle={() => onToggle(message.message_id)} />
      )}
      <div className={classes.marks}>
        {reading === null ? (
          <span className={classes.unreadMark}>{t('moderation.not_read')}</span>
        ) : (
          <>
            <MoodMark mood={reading.sentiment} />
            <IntentMark intent={reading.intent} />
            {!isCovered &&
              reading.keywords.map((keyword) => (
                <span key={keyword} className={classes.keyword}>
                  {keyword}
                </span>
              ))}
          </>
        )}
      </div>
    </div>
  );
});

/** The moment in the recording, or the clock where nothing was recorded. */
function MessageTime({ message }: { message: ReadMessage }) {
  const { t, language } = useLanguage();
  const { recording_id: recordingId, time, sent_at: sentAt } = message;
  if (recordingId === null || time === null) return <time>{wallClockText(sentAt, language)}</time>;
  return (
    <Link
      href={lessonPath(recordingId, time)}
      className={classes.moment}
      aria-label={t('moderation.to_moment', { time: clockText(time) })}
    >
      <IconPlayerPlay size="0.875rem" stroke={1.75} aria-hidden="true" />
      <time>{clockText(time)}</time>
    </Link>
  );
}

/** Why it is covered, and what to do about it. */
function Flag(props: { message: ReadMessage; isCovered: boolean; onToggle: () => void }) {
  const { message, isCovered, onToggle } = props;
  const { t, language } = useLanguage();
  const { reading, text } = message;
  if (reading === null) return null;
  const { spam } = reading;
  // A flood is one whatever its words are.
  const canAllow = spam.reasons.some((reason) => reason !== 'flood');
  const why = t('moderation.flagged', { why: flagWords(spam, t) });
  return (
    <div className={classes.flag} data-is-covered={isCovered}>
      {isCovered ? (
        <IconEyeOff size="1.125rem" stroke={1.5} aria-hidden="true" />
      ) : (
        <IconFlag size="1.125rem" stroke={1.5} aria-hidden="true" />
      )}
      <p>
        {isCovered && <b>{t('moderation.covered')} </b>}
        {why}
        {!isCovered && ` · ${t('moderation.sure_share', { share: shareText(spam.confidence, language) })}`}
        {isDoubtful(spam.confidence) && ` · ${t('moderation.doubtful')}`}
      </p>
      <div className={classes.flagButtons}>
        <Button size="compact-xs" variant="default" aria-expanded={!isCovered} onClick={onToggle}>
          {t(isCovered ? 'moderation.uncover' : 'moderation.cover')}
        </Button>
        {!isCovered && canAllow && <AllowWord text={text} />}
      </div>
    </div>
  );
}
