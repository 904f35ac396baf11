/** What one line says, each part with how sure that is. */
import { IconFlag, IconMessageReport, IconShieldCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ChatAnalysis } from '../../../../contract/chat-analysis.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { IntentMark, MoodMark } from '../../../ui/reading-marks.tsx';
import { flagWords, isFlagged, shareText, sureness } from '../../../ui/reading-words.ts';
import classes from './line.module.css';

export function LineResult({ line, result }: { line: string; result: ChatAnalysis }) {
  const { t } = useLanguage();
  const { sentiment, intent, keywords, spam, feedback, language, model } = result;
  const isWrong = isFlagged(result);
  return (
    <section className={classes.result} aria-label={t('line.result')}>
      <blockquote className={classes.quote}>{line}</blockquote>
      <p className={classes.feedback}>
        <IconMessageReport size="1.25rem" stroke={1.5} aria-hidden="true" />
        {feedback}
      </p>
      <dl className={classes.facts}>
        <Fact name={t('moderation.mood')}>
          <MoodMark mood={sentiment} />
          <Sure confidence={sentiment.confidence} isUnsure={sentiment.unsure} />
        </Fact>
        <Fact name={t('moderation.intent')}>
          <IntentMark intent={intent} />
          <Sure confidence={intent.confidence} isUnsure={intent.unsure} />
        </Fact>
        <Fact name={t('line.wrong')}>
          <span className={classes.wrong} data-is-wrong={isWrong}>
            {isWrong ? (
              <IconFlag size="1rem" stroke={1.5} aria-hidden="true" />
            ) : (
              <IconShieldCheck size="1rem" stroke={1.5} aria-hidden="true" />
            )}
            {isWrong ? flagWords(spam, t) : t('line.nothing_wrong')}
          </span>
          <Sure confidence={spam.confidence} />
        </Fact>
        <Fact name={t('line.topics')}>
          {keywords.length === 0 ? (
            <span className={classes.quiet}>{t('line.no_topics')}</span>
          ) : (
            keywords.map((keyword) => (
              <span key={keyword} className={classes.keyword}>
                {keyword}
              </span>
            ))
          )}
        </Fact>
        <Fact name={t('line.language')}>{t(`line.language_${language}`)}</Fact>
        <Fact name={t('line.model')}>
          <span className={classes.quiet}>
            {model.name} {model.version}
          </span>
        </Fact>
      </dl>
      <p className={classes.hint}>{t('line.no_context')}</p>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Sure({ confidence, isUnsure = false }: { confidence: number; isUnsure?: boolean }) {
  const { t, language } = useLanguage();
  return (
    <span className={classes.quiet}>
      {t('line.sure', { word: t(sureness(confidence, isUnsure)), share: shareText(confidence, language) })}
    </span>
  );
}
