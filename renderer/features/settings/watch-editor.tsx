/** Makes or changes a rule of automatic recording. */
import { Button, Chip, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useContext, useId, useState } from 'react';
import type { SavedSource, Watch } from '../../../contract/recording.ts';
import { keys } from '../../api/keys.ts';
import { addWatch, changeWatch } from '../../api/watches.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { SettingsContext } from './use-setting.ts';
import classes from './watch-editor.module.css';
import { type SourceChoice, type WatchForm, changeIn, formOf, problemsOf, requestIn } from './watch-form.ts';
import { type Weekday, schoolDays, weekdayName, weekdays } from './watch-times.ts';

export function WatchEditor(props: {
  watch: Watch | undefined;
  sources: readonly SavedSource[];
  onClose: () => void;
}) {
  const { watch, sources, onClose } = props;
  const { t } = useLanguage();
  const cache = useQueryClient();
  const { profile } = useContext(SettingsContext);
  const [form, setForm] = useState(() =>
    formOf(watch, { sources, profile, newId: Math.random().toString(36).slice(2, 8) }),
  );
  const [isChecked, setIsChecked] = useState(false);
  const problems = problemsOf(form);
  const change = (part: Partial<WatchForm>) => setForm((last) => ({ ...last, ...part }));
  const problem = (name: (typeof problems)[number]) =>
    isChecked && problems.includes(name) ? t(`watches.problem_${name}`) : undefined;
  const save = useMutation({
    mutationFn: () =>
      watch === undefined ? addWatch(requestIn(form)) : changeWatch(watch.watch_id, changeIn(form, watch)),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.watches });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsChecked(true);
    if (problems.length === 0) save.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t(watch === undefined ? 'watches.add' : 'watches.change')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form className={classes.form} onSubmit={submit} noValidate>
        <SourceFields
          form={form}
          watch={watch}
          sources={sources}
          change={change}
          problem={problem('address')}
        />
        <DayField days={form.days} onChange={(days) => change({ days })} problem={problem('days')} />
        <div className={classes.pair}>
          <TextInput
            type="time"
            label={t('watches.from')}
            value={form.from}
            error={problem('hours') !== undefined}
            onChange={(event) => change({ from: event.currentTarget.value })}
          />
          <TextInput
            type="time"
            label={t('watches.to')}
            value={form.to}
            error={problem('hours') !== undefined}
            onChange={(event) => change({ to: event.currentTarget.value })}
          />
        </div>
        <Problem text={problem('hours')} />
        {form.to < form.from && <p className={classes.note}>{t('watches.past_midnight')}</p>}
        <TextInput
          label={t('watches.lesson_title')}
          description={t('watches.lesson_title_hint')}
          maxLength={300}
          value={form.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <div className={classes.pair}>
          <TextInput
            label={t('settings.class_name')}
            maxLength={200}
            value={form.class_name}
            onChange={(event) => change({ class_name: event.currentTarget.value })}
          />
          <TextInput
            label={t('settings.subject')}
            maxLength={200}
            value={form.subject}
            onChange={(event) => change({ subject: event.currentTarget.value })}
          />
        </div>
        <TextInput
          label={t('watches.teacher')}
          maxLength={200}
          value={form.teacher_name}
          onChange={(event) => change({ teacher_name: event.currentTarget.value })}
        />
        <details open={problem('session_id') !== undefined} className={classes.more}>
          <summary>{t('watches.more')}</summary>
          <TextInput
            label={t('watches.session_id')}
            description={t('watches.session_id_hint')}
            spellCheck={false}
            value={form.session_id}
            error={problem('session_id')}
            onChange={(event) => change({ session_id: event.currentTarget.value })}
          />
        </details>
        {save.error !== null && <FailureText failure={save.error} />}
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('common.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function SourceFields(props: {
  form: WatchForm;
  watch: Watch | undefined;
  sources: readonly SavedSource[];
  change: (part: Partial<WatchForm>) => void;
  problem: string | undefined;
}) {
  const { form, watch, sources, change, problem } = props;
  const { t } = useLanguage();
  const saved = sources.map(({ source_id, name }) => ({ value: `saved:${source_id}`, label: name }));
  const data = [
    ...(watch === undefined || saved.some(({ value }) => value === watch.stream_url)
      ? []
      : [{ value: 'kept', label: watch.stream_url }]),
    ...saved,
    { value: 'typed', label: t('watches.other_address') },
  ];
  return (
    <>
      <NativeSelect
        label={t('watches.source')}
        value={form.source}
        data={data}
        data-autofocus
        onChange={(event) => change({ source: event.currentTarget.value as SourceChoice })}
      />
      {form.source === 'typed' && (
        <TextInput
          label={t('sources.address')}
          placeholder="rtsp://192.168.0.20/class"
          autoComplete="off"
          spellCheck={false}
          value={form.address}
          error={problem}
          onChange={(event) => change({ address: event.currentTarget.value })}
        />
      )}
    </>
  );
}

function DayField(props: {
  days: readonly Weekday[];
  onChange: (days: Weekday[]) => void;
  problem: string | undefined;
}) {
  const { days, onChange, problem } = props;
  const { t, language } = useLanguage();
  const id = useId();
  return (
    <div role="group" aria-labelledby={id}>
      <div className={classes.label}>
        <span id={id}>{t('watches.days')}</span>
        <Button size="compact-xs" variant="subtle" onClick={() => onChange([...schoolDays])}>
          {t('watches.school_days')}
        </Button>
        <Button size="compact-xs" variant="subtle" onClick={() => onChange([...weekdays])}>
          {t('watches.every_day')}
        </Button>
      </div>
      <div className={classes.days}>
        {weekdays.map((day) => (
          <Chip
            key={day}
            variant="outline"
            checked={days.includes(day)}
            onChange={(isOn) =>
              onChange(weekdays.filter((other) => (other === day ? isOn : days.includes(other))))
            }
          >
            {weekdayName(day, language)}
          </Chip>
        ))}
      </div>
      <Problem text={problem} />
    </div>
  );
}

function Problem({ text }: { text: string | undefined }) {
  return (
    <p role="alert" className={classes.problem}>
      {text}
    </p>
  );
}
