/** The feedback a pupil gets: in which language, a word of the teacher's for the paper, and the sheet as it is printed. */
import { Button, SegmentedControl, Skeleton, Textarea } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useId } from 'react';
import { InLanguage, type Language, useLanguage } from '../../../i18n/language.tsx';
import { FailureText } from '../../../ui/failure-text.tsx';
import { HowCounted } from '../../../ui/how-counted.tsx';
import type { useStudentFeedback } from '../class-data.ts';
import { useSessionFacts } from '../class-data.ts';
import { FeedbackSheet } from './feedback-sheet.tsx';
import classes from './pupil-page.module.css';
import { sheetTitle } from './sheet-facts.ts';
import { useTitleOnPaper } from './use-title-on-paper.ts';

export function FeedbackPart(props: {
  sessionId: string;
  name: string;
  /** Ids, by time. */
  recordings: readonly string[];
  feedback: ReturnType<typeof useStudentFeedback>;
  language: Language;
  onLanguage: (language: Language) => void;
  /** The teacher's, for the paper alone. */
  words: string;
  onWords: (words: string) => void;
}) {
  const { sessionId, name, recordings, feedback, language, onLanguage, words, onWords } = props;
  const { t } = useLanguage();
  const languageLabel = useId();
  const { data: session } = useSessionFacts(sessionId);
  const isReady = session !== undefined && feedback.data !== undefined;
  useTitleOnPaper(session === undefined ? undefined : sheetTitle(session.title || sessionId, name));
  return (
    <section className={classes.feedback} aria-labelledby="pupil-feedback">
      <div className={classes.screenOnly}>
        <div className={classes.title}>
          <h2 id="pupil-feedback">{t('pupil.for_pupil')}</h2>
          <p className={classes.hint}>{t('pupil.for_pupil_hint')}</p>
        </div>
        <div className={classes.tools}>
          <span id={languageLabel} className={classes.hint}>
            {t('pupil.language')}
          </span>
          <SegmentedControl
            size="xs"
            aria-labelledby={languageLabel}
            value={language}
            onChange={(chosen) => onLanguage(chosen === 'en' ? 'en' : 'ko')}
            data={[
              { value: 'ko', label: <span lang="ko">한국어</span> },
              { value: 'en', label: <span lang="en">English</span> },
            ]}
          />
          <Button
            className={classes.print ?? ''}
            disabled={!isReady}
            leftSection={<IconPrinter size="1.125rem" stroke={1.5} aria-hidden="true" />}
            onClick={() => window.print()}
          >
            {t('pupil.print')}
          </Button>
        </div>
        <Textarea
          autosize
          minRows={2}
          maxRows={8}
          size="sm"
          maxLength={1000}
          label={t('pupil.words')}
          description={t('pupil.words_hint')}
          value={words}
          onChange={(event) => onWords(event.currentTarget.value)}
        />
        {feedback.data === undefined && feedback.error !== null && (
          <FailureText failure={feedback.error} onRetry={() => void feedback.refetch()} />
        )}
      </div>
      {isReady ? (
        <InLanguage language={language}>
          <FeedbackSheet
            session={session}
            name={name}
            feedback={feedback.data}
            recordings={recordings}
            words={words}
          />
        </InLanguage>
      ) : (
        feedback.error === null && (
          <div role="status" aria-label={t('common.loading')}>
            <Skeleton height="28rem" radius="lg" />
          </div>
        )
      )}
      <div className={classes.screenOnly}>
        <HowCounted>
          <p>{t('pupil.feedback_how')}</p>
        </HowCounted>
      </div>
    </section>
  );
}
