/** First run: where lessons are kept, who records here, and five seconds to try it. Every step can be left out. */
import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useChangeSettings } from '../../api/settings.ts';
import { paths } from '../../app/paths.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FolderStep } from './folder-step.tsx';
import { ProfileStep } from './profile-step.tsx';
import classes from './setup-page.module.css';
import { TestStep } from './test-step.tsx';

const steps = ['folder', 'profile', 'test'] as const;

export function SetupPage() {
  const { t } = useLanguage();
  const [, navigate] = useLocation();
  const [at, setAt] = useState(0);
  const { mutate } = useChangeSettings();
  const finish = () => {
    mutate({ setup_done: true });
    navigate(paths.library, { replace: true });
  };
  const step = steps[at] ?? 'folder';
  const onNext = () => setAt((last) => Math.min(steps.length - 1, last + 1));
  const onBack = () => setAt((last) => Math.max(0, last - 1));
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <ol className={classes.steps} aria-label={t('setup.steps')}>
          {steps.map((name, index) => (
            <li key={name} data-state={index < at ? 'done' : index === at ? 'now' : 'later'}>
              <button
                type="button"
                disabled={index > at}
                aria-current={index === at ? 'step' : undefined}
                onClick={() => setAt(index)}
              >
                <span className={classes.number} aria-hidden="true">
                  {index < at ? <IconCheck size={14} stroke={2.5} /> : index + 1}
                </span>
                {t(`setup.step_${name}`)}
              </button>
            </li>
          ))}
        </ol>
        <Button variant="subtle" color="gray" onClick={finish}>
          {t('setup.skip')}
        </Button>
      </header>
      <section className={classes.card} aria-labelledby="setup-heading">
        <StepHeading key={step} text={t(`setup.title_${step}`)} />
        <p className={classes.intro}>{t(`setup.intro_${step}`)}</p>
        {step === 'folder' && <FolderStep onNext={onNext} />}
        {step === 'profile' && <ProfileStep onNext={onNext} onBack={onBack} />}
        {step === 'test' && <TestStep onDone={finish} onBack={onBack} />}
      </section>
    </div>
  );
}

/** Takes the focus when its step begins, so that it is read from there. */
function StepHeading({ text }: { text: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <h1 id="setup-heading" ref={heading} tabIndex={-1}>
      {text}
    </h1>
  );
}
