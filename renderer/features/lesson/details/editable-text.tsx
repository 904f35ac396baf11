/** Words that become a field where they stand: Enter or leaving keeps, Escape takes back. */
import { TextInput, Textarea } from '@mantine/core';
import { type ElementType, type KeyboardEvent, useRef, useState } from 'react';
import { useLanguage } from '../../../i18n/language.tsx';
import { UnsavedMark } from '../../../ui/unsaved-mark.tsx';
import classes from './details.module.css';

/** Keeps years to four digits, as the recorder does. */
const latest = { date: '9999-12-31', 'datetime-local': '9999-12-31T23:59' } as const;

export function EditableText(props: {
  label: string;
  value: string;
  /** Shown where there is no value. */
  emptyText: string;
  maxLength: number;
  isRequired?: boolean;
  isLong?: boolean;
  type?: 'date' | 'datetime-local';
  /** How the value is shown; default: as it is. */
  shown?: string;
  as?: ElementType;
  /** It waits for the recorder to come back. */
  isUnsaved?: boolean;
  onSave: (value: string) => void;
}) {
  const { label, value, emptyText, maxLength, isRequired = false, isLong = false } = props;
  const { type, shown = value, as: Element = 'span', onSave } = props;
  const { t } = useLanguage();
  const [typed, setTyped] = useState<string>();
  const button = useRef<HTMLButtonElement>(null);
  if (typed === undefined) {
    return (
      <>
        <Element className={classes.shown}>
          <button
            ref={button}
            type="button"
            className={classes.editable}
            data-is-empty={shown === ''}
            title={t('details.edit', { field: label })}
            aria-label={t('details.edit_value', { field: label, value: shown === '' ? emptyText : shown })}
            onClick={() => setTyped(value)}
          >
            {shown === '' ? emptyText : shown}
          </button>
        </Element>
        {props.isUnsaved === true && <UnsavedMark />}
      </>
    );
  }
  const finish = (isKept: boolean) => {
    const next = typed.trim();
    setTyped(undefined);
    // The focus goes on from where it was.
    requestAnimationFrame(() => button.current?.focus());
    if (isKept && next !== value && !(isRequired && next === '')) onSave(next);
  };
  const field = {
    autoFocus: true,
    size: 'sm',
    value: typed,
    maxLength,
    'aria-label': label,
    className: classes.field ?? '',
    onBlur: () => finish(true),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.nativeEvent.isComposing) return;
      if (event.key === 'Escape') finish(false);
      if (event.key === 'Enter' && (!isLong || event.ctrlKey || event.metaKey)) finish(true);
    },
  } as const;
  if (isLong) {
    return (
      <Textarea
        {...field}
        autosize
        minRows={2}
        maxRows={10}
        onChange={(event) => setTyped(event.target.value)}
      />
    );
  }
  return (
    <TextInput
      {...field}
      type={type ?? 'text'}
      {...(type === undefined ? {} : { max: latest[type] })}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}
