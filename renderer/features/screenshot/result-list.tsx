/** What was found on the picture, in words; what the pointer or the focus is on stands out on the picture. */
import { Button } from '@mantine/core';
import { IconCopy, IconSparkles } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ScreenshotAnalysis } from '../../../contract/analysis.ts';
import { isTextKey, useLanguage } from '../../i18n/language.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { useNotify } from '../../ui/notify.tsx';
import { signalSigns } from '../../ui/signal-signs.ts';
import { objectName } from './object-name.ts';
import classes from './screenshot.module.css';

export function ResultList(props: {
  result: ScreenshotAnalysis;
  /** @param id of the box to stand out; undefined: none */
  onLight: (id: string | undefined) => void;
}) {
  const { result, onLight } = props;
  const { t } = useLanguage();
  return (
    <>
      {result.insights.length > 0 && (
        <section className={classes.insights}>
          <IconSparkles size="1.125rem" stroke={1.5} aria-hidden="true" />
          <ul aria-label={t('screenshot.insights')}>
            {result.insights.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      )}
      <TextFound result={result} onLight={onLight} />
      <People result={result} onLight={onLight} />
      <Things result={result} onLight={onLight} />
      <Models models={result.models} />
    </>
  );
}

type Part = { result: ScreenshotAnalysis; onLight: (id: string | undefined) => void };

function TextFound({ result, onLight }: Part) {
  const { t } = useLanguage();
  const { notify } = useNotify();
  const copy = async () => {
    await copyText(result.full_text);
    notify({ text: t('screenshot.text_copied') });
  };
  return (
    <section className={classes.section}>
      <div className={classes.sectionHead}>
        <h2>{t('screenshot.text')}</h2>
        {result.text.length > 0 && (
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconCopy size="1rem" stroke={1.5} aria-hidden="true" />}
            onClick={() => void copy()}
          >
            {t('screenshot.copy_text')}
          </Button>
        )}
      </div>
      {result.text.length === 0 ? (
        <p className={classes.faint}>{t('screenshot.no_text')}</p>
      ) : (
        <ul className={classes.lines} aria-label={t('screenshot.text')}>
          {result.text.map(({ text, confidence }, index) => (
            <Lit
              // Two lines may say the same.
              // oxlint-disable-next-line react/no-array-index-key
              key={index}
              id={`text ${index}`}
              onLight={onLight}
            >
              <span>{text}</span>
              <Percent share={confidence} />
            </Lit>
          ))}
        </ul>
      )}
    </section>
  );
}

function People({ result, onLight }: Part) {
  const { t, language } = useLanguage();
  const { engagement_score: score, signals, people_count: people } = result;
  const percent =
    score === null ? undefined : new Intl.NumberFormat(language, { style: 'percent' }).format(score);
  return (
    <section className={classes.section}>
      <h2>{t('screenshot.people')}</h2>
      <p>{people === 0 ? t('screenshot.nobody') : t('screenshot.people_count', { count: people })}</p>
      {signals.length > 0 && (
        <ul className={classes.signals} aria-label={t('signals.title')}>
          {signals.map(({ kind, confidence }, index) => {
            const Sign = signalSigns[kind];
            return (
              <Lit
                // The same sign may be seen twice.
                // oxlint-disable-next-line react/no-array-index-key
                key={index}
                id={`signal ${index}`}
                onLight={onLight}
              >
                <Sign size="1.125rem" stroke={1.5} aria-hidden="true" />
                <span>{t(`signal.${kind}`)}</span>
                <Percent share={confidence} />
              </Lit>
            );
          })}
        </ul>
      )}
      <div className={classes.engagement}>
        <span>{t('screenshot.engagement')}</span>
        <b>{percent ?? t('screenshot.engagement_none')}</b>
      </div>
      {score !== null && (
        <div className={classes.bar} aria-hidden="true">
          <span style={{ width: `${score * 100}%` }} />
        </div>
      )}
      <details className={classes.how}>
        <summary>{t('analysis.how_counted')}</summary>
        <p>{t('screenshot.engagement_definition')}</p>
      </details>
    </section>
  );
}

function Things({ result: { objects }, onLight }: Part) {
  const { t } = useLanguage();
  return (
    <section className={classes.section}>
      <h2>{t('screenshot.objects')}</h2>
      {objects.length === 0 ? (
        <p className={classes.faint}>{t('screenshot.no_objects')}</p>
      ) : (
        <ul className={classes.things} aria-label={t('screenshot.objects')}>
          {objects.map(({ label, confidence }, index) => (
            <Lit
              // The same thing may be seen twice.
              // oxlint-disable-next-line react/no-array-index-key
              key={index}
              id={`object ${index}`}
              onLight={onLight}
            >
              <span>{objectName(label, t)}</span>
              <Percent share={confidence} />
            </Lit>
          ))}
        </ul>
      )}
    </section>
  );
}

function Models({ models }: Pick<ScreenshotAnalysis, 'models'>) {
  const { t } = useLanguage();
  const taskName = (task: string) => {
    const key = `models.task_${task}`;
    return isTextKey(key) ? t(key) : task;
  };
  return (
    <section className={classes.section}>
      <h2>{t('screenshot.models')}</h2>
      <dl className={classes.models}>
        {models.map(({ name, version, task }) => (
          <div key={`${task} ${name}`}>
            <dt>{taskName(task)}</dt>
            <dd>
              {name} {version}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Lit(props: { id: string; onLight: Part['onLight']; children: ReactNode }) {
  const { id, onLight, children } = props;
  return (
    <li onPointerEnter={() => onLight(id)} onPointerLeave={() => onLight(undefined)}>
      {children}
    </li>
  );
}

function Percent({ share }: { share: number }) {
  const { language } = useLanguage();
  return (
    <small className={classes.percent}>
      {new Intl.NumberFormat(language, { style: 'percent' }).format(share)}
    </small>
  );
}
