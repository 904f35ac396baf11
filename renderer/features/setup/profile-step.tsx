/** Step 2: who records here; a new lesson starts with it. */
import { Button, SegmentedControl, Skeleton, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Settings } from '../../../contract/settings.ts';
import { useChangeSettings, useSettings } from '../../api/settings.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import classes from './step.module.css';

type StepProps = { onNext: () => void; onBack: () => void };

export function ProfileStep(props: StepProps) {
  const settings = useSettings();
  if (settings.data === undefined) {
    if (settings.error !== null)
      return <FailureText failure={settings.error} onRetry={() => void settings.refetch()} />;
    return <Skeleton height="12rem" radius="lg" />;
  }
  return <ProfileForm {...props} profile={settings.data.profile} />;
}

function ProfileForm({ profile, onNext, onBack }: StepProps & { profile: Settings['profile'] }) {
  const { t, language, setLanguage } = useLanguage();
  const change = useChangeSettings();
  const [typed, setTyped] = useState({
    teacher_name: profile.teacher_name,
    class_name: profile.class_name,
    subject: profile.subject,
  });
  const set = (part: Partial<typeof typed>) => setTyped((last) => ({ ...last, ...part }));
  const choose = (next: 'ko' | 'en') => {
    void setLanguage(next);
    change.mutate({ language: next });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ profile: typed }, { onSuccess: onNext });
  };
  return (
    <form className={classes.step} onSubmit={submit}>
      <TextInput
        label={t('setup.name')}
        placeholder={t('setup.name_example')}
        autoComplete="name"
        maxLength={200}
        value={typed.teacher_name}
        onChange={(event) => set({ teacher_name: event.currentTarget.value })}
      />
      <div className={classes.pair}>
        <TextInput
          label={t('settings.class_name')}
          placeholder={t('setup.class_example')}
          maxLength={200}
          value={typed.class_name}
          onChange={(event) => set({ class_name: event.currentTarget.value })}
        />
        <TextInput
          label={t('settings.subject')}
          placeholder={t('setup.subject_example')}
          maxLength={200}
          value={typed.subject}
          onChange={(event) => set({ subject: event.currentTarget.value })}
        />
      </div>
      <div>
        <p className={classes.label} id="setup-language">
          {t('settings.language')}
        </p>
        <SegmentedControl
          aria-labelledby="setup-language"
          value={language}
          onChange={(value) => choose(value === 'en' ? 'en' : 'ko')}
          data={[
            { value: 'ko', label: '한국어' },
            { value: 'en', label: 'English' },
          ]}
        />
      </div>
      {change.error !== null && <FailureText failure={change.error} />}
      <div className={classes.actions}>
        <Button variant="subtle" color="gray" data-side="left" onClick={onBack}>
          {t('setup.back')}
        </Button>
        <Button type="submit" loading={change.isPending}>
          {t('setup.next')}
        </Button>
      </div>
    </form>
  );
}
