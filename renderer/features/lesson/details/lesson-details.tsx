/** What the lesson is: who, when, about what; the file; and what is missing in it. */
import { Button, TagsInput } from '@mantine/core';
import { IconCopy, IconFolder } from '@tabler/icons-react';
import type { Gap, RecordingStatusReply } from '../../../../contract/recording.ts';
import type { LessonInfo } from '../../../../contract/vod.ts';
import { desktop, showFile } from '../../../api/desktop.ts';
import { useKeptEdits, withEdit } from '../../../api/kept-edits.ts';
import { lessonRoute } from '../../../api/vod.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import {
  clockText,
  dateText,
  lengthText,
  megabytesText,
  momentDateText,
  wallClockText,
} from '../../../ui/format.ts';
import { useNotify } from '../../../ui/notify.tsx';
import { copyText } from '../../../ui/copy-text.ts';
import { UnsavedMark } from '../../../ui/unsaved-mark.tsx';
import { useLesson } from '../lesson-context.ts';
import { useBeginEdit, useLessonEdits } from '../lesson-edits.ts';
import { gapMarks } from '../timeline/lanes.ts';
import { useGapWords } from '../timeline/use-gap-words.ts';
import classes from './details.module.css';
import { EditableText } from './editable-text.tsx';

const noGaps: Gap[] = [];

export function LessonDetails() {
  const { t } = useLanguage();
  return (
    <section className={classes.details} aria-label={t('details.name')}>
      <LessonFields />
      <div className={classes.facts}>
        <Gaps />
        <FileFacts />
      </div>
    </section>
  );
}

function LessonFields() {
  const { id, info } = useLesson();
  const { t, language } = useLanguage();
  const { changeWithUndo } = useLessonEdits(id);
  const unsaved = useKeptEdits().get(lessonRoute(id)) ?? {};
  type Field = 'description' | 'teacher_name' | 'class_name' | 'subject' | 'session_date';
  const save = (field: Field, label: string) => (value: string) =>
    void changeWithUndo({ [field]: value }, { [field]: info[field] }, t('details.changed', { field: label }));
  const line = (field: Exclude<Field, 'description' | 'session_date'>, label: string) => (
    <div>
      <dt>{label}</dt>
      <dd>
        <EditableText
          label={label}
          value={info[field]}
          emptyText={t('details.empty')}
          maxLength={200}
          isUnsaved={field in unsaved}
          onSave={save(field, label)}
        />
      </dd>
    </div>
  );
  return (
    <div className={classes.fields}>
      <EditableText
        as="p"
        label={t('details.description')}
        value={info.description}
        emptyText={t('details.add_description')}
        maxLength={10_000}
        isLong
        isUnsaved={'description' in unsaved}
        onSave={save('description', t('details.description'))}
      />
      <dl>
        {line('class_name', t('record.class'))}
        {line('subject', t('record.subject'))}
        {line('teacher_name', t('record.teacher'))}
        <div>
          <dt>{t('details.date')}</dt>
          <dd>
            <EditableText
              label={t('details.date')}
              value={info.session_date}
              shown={dateText(info.session_date, language)}
              emptyText={t('details.empty')}
              maxLength={10}
              type="date"
              isRequired
              isUnsaved={'session_date' in unsaved}
              onSave={save('session_date', t('details.date'))}
            />
          </dd>
        </div>
      </dl>
      <TagsInput
        label={t('details.tags')}
        placeholder={info.tags.length === 0 ? t('details.tags_hint') : ''}
        value={info.tags}
        maxTags={20}
        maxLength={40}
        clearable={false}
        onChange={(tags) => void changeWithUndo({ tags }, { tags: info.tags }, t('details.tags_changed'))}
      />
      {'tags' in unsaved && <UnsavedMark />}
    </div>
  );
}

/** By the clock on the wall; a click goes to where it is missing. */
function Gaps() {
  const { recording, seek } = useLesson();
  const { t } = useLanguage();
  const words = useGapWords(recording?.started_at ?? null);
  const marks = gapMarks(recording?.gaps ?? noGaps, 0);
  if (marks.length === 0) return null;
  return (
    <section className={classes.gaps}>
      <h2>{t('lesson.gaps')}</h2>
      <ul>
        {marks.map((mark, index) => (
          // Two gaps may lie at one position.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={`${mark.atSec} ${index}`}>
            <button type="button" onClick={() => seek(mark.atSec)}>
              <span className={classes.hatched} aria-hidden="true" />
              <time>{clockText(mark.atSec)}</time>
              <span>{words(mark)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function FileFacts() {
  const { info, recording, durationSec } = useLesson();
  const { t, language } = useLanguage();
  const { notify, notifyFailure } = useNotify();
  const file = recording?.takes[0]?.file_path;
  const copy = async (path: string) => {
    await copyText(path);
    notify({ text: t('details.path_copied') });
  };
  return (
    <section className={classes.file}>
      <h2>{t('details.file')}</h2>
      <dl>
        {pictureFacts(info).map(([key, value]) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{t('details.length')}</dt>
          <dd>{lengthText(durationSec, t)}</dd>
        </div>
        {recording?.origin === 'import' && <Began recording={recording} />}
        {recording?.origin === 'live' && typeof recording.started_at === 'string' && (
          <div>
            <dt>{t('details.recorded')}</dt>
            <dd>
              {momentDateText(recording.started_at, language)} {wallClockText(recording.started_at, language)}
            </dd>
          </div>
        )}
        {info.student_count > 0 && (
          <div>
            <dt>{t('details.students')}</dt>
            <dd>{t('lesson.student_count', { count: info.student_count })}</dd>
          </div>
        )}
      </dl>
      {file !== undefined && (
        <div className={classes.path}>
          <code>{file}</code>
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconCopy size="1rem" stroke={1.5} aria-hidden="true" />}
            onClick={() => void copy(file)}
          >
            {t('details.copy_path')}
          </Button>
          {desktop() !== undefined && (
            <Button
              size="compact-sm"
              variant="light"
              leftSection={<IconFolder size="1rem" stroke={1.5} aria-hidden="true" />}
              onClick={() => void showFile(file).catch(notifyFailure)}
            >
              {t('details.show_in_folder')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

/** Nobody saw when a file was recorded but whoever was there; its name may have told. */
function Began({ recording }: { recording: RecordingStatusReply }) {
  const { t, language } = useLanguage();
  const { id } = useLesson();
  const moveWithUndo = useBeginEdit(id);
  const unsaved = useKeptEdits().get(lessonRoute(id)) ?? {};
  const { started_at: began, created_at: imported } = withEdit(recording, unsaved);
  const isKnown = began !== null && began !== imported;
  return (
    <div>
      <dt>{t('details.began')}</dt>
      <dd title={t('details.began_hint')}>
        <EditableText
          label={t('details.began')}
          value={isKnown ? localMoment(began) : ''}
          shown={isKnown ? `${momentDateText(began, language)} ${wallClockText(began, language)}` : ''}
          emptyText={t('details.began_unknown')}
          maxLength={20}
          type="datetime-local"
          isRequired
          isUnsaved={'started_at' in unsaved}
          onSave={(value) =>
            void moveWithUndo(
              new Date(value).toISOString(),
              // Where nobody knew, the time of the import stood for that.
              began ?? imported,
              t('details.changed', { field: t('details.began') }),
            )
          }
        />
      </dd>
    </div>
  );
}

/** As a field for date and time takes it: by this computer's clock, `YYYY-MM-DDTHH:mm`. */
function localMoment(moment: string): string {
  const at = new Date(moment);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function pictureFacts(info: LessonInfo) {
  const picture =
    info.width === null
      ? ''
      : [`${info.width} × ${info.height}`, info.video_codec?.toUpperCase()].join(' · ');
  const facts = [
    ['details.size', info.size_bytes > 0 ? megabytesText(info.size_bytes / 1e6) : ''],
    ['details.picture', picture],
    ['details.sound', info.audio_codec?.toUpperCase() ?? ''],
  ] as const;
  return facts.filter(([, value]) => value !== '');
}
