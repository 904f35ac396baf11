import { DatePicker } from '@mantine/dates';
import '@mantine/dates/styles.css';
import 'dayjs/locale/ko';
import { useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';

type Days = [string | null, string | null];

/** Chooses two days; the same one twice is that day. */
export function DateRangePicker(props: {
  from: string | undefined;
  to: string | undefined;
  onChoose: (span: { from: string; to: string }) => void;
}) {
  const { from, to, onChoose } = props;
  const { t, language } = useLanguage();
  const [days, setDays] = useState<Days>([from ?? null, to ?? null]);
  return (
    <DatePicker
      type="range"
      allowSingleDateInRange
      locale={language}
      firstDayOfWeek={1}
      hideOutsideDates
      // Red means recording, nothing else.
      weekendDays={[]}
      {...(from === undefined ? {} : { defaultDate: from })}
      monthLabelFormat={language === 'ko' ? 'YYYY년 M월' : 'MMMM YYYY'}
      value={days}
      onChange={(chosen) => {
        setDays(chosen);
        const [first, last] = chosen;
        if (first !== null && last !== null) onChoose({ from: first, to: last });
      }}
      ariaLabels={{
        previousMonth: t('library.previous_month'),
        nextMonth: t('library.next_month'),
        previousYear: t('library.previous_year'),
        nextYear: t('library.next_year'),
        previousDecade: t('library.previous_years'),
        nextDecade: t('library.next_years'),
      }}
    />
  );
}
