/** Mood and intent of a chat line, each as a sign with its word; what is uncertain is quieter and says so. */
import {
  IconBulb,
  IconHandStop,
  IconHelpCircle,
  IconMessageCircle,
  IconMessageQuestion,
  IconMessageReply,
  IconMoodEmpty,
  IconMoodSad,
  IconMoodSmile,
  IconWaveSine,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type {
  IntentLabel,
  IntentReading,
  SentimentLabel,
  SentimentReading,
} from '../../contract/chat-analysis.ts';
import { useLanguage } from '../i18n/language.tsx';
import classes from './reading-marks.module.css';
import { shareText } from './reading-words.ts';

type Sign = ComponentType<{ size?: string; stroke?: number; 'aria-hidden'?: 'true' }>;

const moodSigns: Record<SentimentLabel, Sign> = {
  positive: IconMoodSmile,
  neutral: IconMoodEmpty,
  negative: IconMoodSad,
};
const intentSigns: Record<IntentLabel, Sign> = {
  question: IconMessageQuestion,
  answer: IconMessageReply,
  feedback: IconBulb,
  request: IconHandStop,
  greeting: IconMessageCircle,
  other: IconWaveSine,
};

export function MoodMark({ mood }: { mood: SentimentReading }) {
  const { t } = useLanguage();
  const { label, confidence, unsure: isUnsure } = mood;
  return (
    <Mark
      Sign={isUnsure ? IconHelpCircle : moodSigns[label]}
      tone={isUnsure ? 'unsure' : label}
      words={isUnsure ? t('moderation.mood_unsure') : t(`moderation.mood_${label}`)}
      confidence={confidence}
    />
  );
}

export function IntentMark({ intent }: { intent: IntentReading }) {
  const { t } = useLanguage();
  const { label, confidence, unsure: isUnsure } = intent;
  return (
    <Mark
      Sign={isUnsure ? IconHelpCircle : intentSigns[label]}
      tone={isUnsure ? 'unsure' : label}
      words={isUnsure ? t('moderation.intent_unsure') : t(`moderation.intent_${label}`)}
      confidence={confidence}
    />
  );
}

function Mark(props: { Sign: Sign; tone: string; words: string; confidence: number }) {
  const { Sign, tone, words, confidence } = props;
  const { t, language } = useLanguage();
  return (
    <span
      className={classes.mark}
      data-tone={tone}
      title={t('moderation.sure_share', { share: shareText(confidence, language) })}
    >
      <Sign size="1rem" stroke={1.5} aria-hidden="true" />
      {words}
    </span>
  );
}
