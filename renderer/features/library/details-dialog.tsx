/** What describes a lesson, to be put right: its own title, and what its session knows. */
import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import classes from './dialogs.module.css';
import type { ImportFields } from './import-queue.ts';

const longest = { title: 300, class_name: 200, subject: 200, teacher_name: 200 } as const;

/** @param props.onSave may fail: the form stays and says why */
export function DetailsDialog(props: {
  fields: ImportFields;
  onSave: (fields: ImportFields) => Promise<void>;
  onClose: () => void;
}) {
  const { onSave, onClose } = props;
  const { t } = useLanguage();
  const [fields, setFields] = useState(props.fields);
  const [failure, setFailure] = useState<unknown>();
  const [isSaving, setIsSaving] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setFailure(undefined);
    setIsSaving(true);
    try {
      await onSave({ ...fields, title: fields.title.trim() });
      onClose();
    } catch (error) {
      setFailure(error);
      setIsSaving(false);
    }
  };
  const input = (name: keyof typeof longest, label: string) => (
    <TextInput
      label={label}
      value={fields[name]}
      maxLength={longest[name]}
      onChange={(event) => setFields({ ...fields, [name]: event.currentTarget.value })}
      {...(name === 'title' ? { 'data-autofocus': true, required: true } : {})}
    />
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('library.edit')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      transitionProps={{ duration: 120 }}
    >
      <form className={classes.form} onSubmit={(event) => void submit(event)}>
        {input('title', t('library.lesson_title'))}
        <div className={classes.pair}>
          {input('class_name', t('library.class'))}
          {input('subject', t('library.subject'))}
        </div>
        <div className={classes.pair}>
          {input('teacher_name', t('library.teacher'))}
          <TextInput
            type="date"
            label={t('library.date')}
            value={fields.session_date}
            max="9999-12-31"
            onChange={(event) => setFields({ ...fields, session_date: event.currentTarget.value })}
          />
        </div>
        {failure !== undefined && <FailureText failure={failure} />}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={isSaving} disabled={fields.title.trim() === ''}>
            {t('common.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
