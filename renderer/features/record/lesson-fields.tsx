/** What the lesson is: filled in with what was used last, suggestions from the lessons there are. */
import { Autocomplete, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { keys } from '../../api/keys.ts';
import { searchLessons } from '../../api/search.ts';
import { useLanguage } from '../../i18n/language.tsx';
import type { LessonField } from './draft.ts';
import classes from './lesson-fields.module.css';

const longest = 200;
const onlyFacets = { limit: 1 };

export function LessonFields(props: {
  lesson: Record<LessonField, string>;
  suggestion: string;
  onType: (field: LessonField, value: string) => void;
}) {
  const { lesson, suggestion, onType } = props;
  const { t } = useLanguage();
  const { data: facets } = useQuery({
    queryKey: keys.search(onlyFacets),
    queryFn: ({ signal }) => searchLessons(onlyFacets, signal),
    select: (reply) => reply.facets,
  });
  return (
    <fieldset className={classes.fields}>
      <legend>{t('record.lesson')}</legend>
      <TextInput
        className={classes.title ?? ''}
        label={t('record.lesson_title')}
        value={lesson.title}
        maxLength={longest}
        autoComplete="off"
        placeholder={suggestion}
        description={lesson.title.trim() === '' ? t('record.title_hint') : t('record.title_own')}
        inputWrapperOrder={['label', 'input', 'description']}
        onChange={(event) => onType('title', event.currentTarget.value)}
      />
      <Autocomplete
        label={t('record.class')}
        value={lesson.class_name}
        data={known(facets?.class_name)}
        maxLength={longest}
        onChange={(value) => onType('class_name', value)}
      />
      <Autocomplete
        label={t('record.subject')}
        value={lesson.subject}
        data={known(facets?.subject)}
        maxLength={longest}
        onChange={(value) => onType('subject', value)}
      />
      <Autocomplete
        className={classes.wide ?? ''}
        label={t('record.teacher')}
        value={lesson.teacher_name}
        data={known(facets?.teacher)}
        maxLength={longest}
        onChange={(value) => onType('teacher_name', value)}
      />
    </fieldset>
  );
}

function known(facet: readonly { value: string }[] | undefined): string[] {
  return facet?.map(({ value }) => value) ?? [];
}
