/** Name of the lesson and what can be done with it as a whole. */
import { ActionIcon, Button, Tooltip, VisuallyHidden } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import {
  IconArrowLeft,
  IconPin,
  IconPinFilled,
  IconReportAnalytics,
  IconShare2,
  IconTrash,
} from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import { useKeptEdits } from '../../api/kept-edits.ts';
import { keys } from '../../api/keys.ts';
import { lessonsChanged } from '../../api/lesson-pages.ts';
import { deleteRecording, restoreRecording } from '../../api/recording.ts';
import { lessonRoute } from '../../api/vod.ts';
import { classPath, paths } from '../../app/paths.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { dateText } from '../../ui/format.ts';
import { useNotify } from '../../ui/notify.tsx';
import { StatusLabel } from '../../ui/status-label.tsx';
import { EditableText } from './details/editable-text.tsx';
import { useLesson } from './lesson-context.ts';
import { useLessonEdits } from './lesson-edits.ts';
import classes from './lesson-page.module.css';

export function LessonHeader() {
  const { id, info, recording, isLive, openPanel } = useLesson();
  const { t, language } = useLanguage();
  const { changeWithUndo } = useLessonEdits(id);
  const isTitleUnsaved = 'title' in (useKeptEdits().get(lessonRoute(id)) ?? {});
  const remove = useDelete();
  const { title, is_kept: isKept } = info;
  const status = recording?.status ?? info.status;
  const about = [info.subject, info.class_name, dateText(info.session_date, language)].filter(
    (part) => part !== '',
  );
  const keepLabel = t(isKept ? 'lesson.kept' : 'lesson.keep');
  return (
    <header className={classes.header}>
      <Tooltip label={t('nav.to_library')} openDelay={500}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          component={Link}
          href={paths.library}
          aria-label={t('nav.to_library')}
        >
          <IconArrowLeft size="1.25rem" stroke={1.5} />
        </ActionIcon>
      </Tooltip>
      <div className={classes.title}>
        <EditableText
          isUnsaved={isTitleUnsaved}
          as="h1"
          label={t('record.lesson_title')}
          value={title}
          emptyText={t('library.untitled')}
          maxLength={300}
          isRequired
          onSave={(next) =>
            void changeWithUndo(
              { title: next },
              { title: title === '' ? next : title },
              t('details.changed', { field: t('record.lesson_title') }),
            )
          }
        />
      </div>
      <span className={classes.status}>
        {status === 'ready' ? (
          <>
            <span className={classes.about}>{about.join(' · ')}</span>
            <VisuallyHidden>{t('status.ready')}</VisuallyHidden>
          </>
        ) : (
          <StatusLabel status={status} />
        )}
      </span>
      <div className={classes.actions}>
        <Tooltip
          label={t(isKept ? 'lesson.kept_hint' : 'lesson.keep_hint')}
          openDelay={500}
          multiline
          w="16rem"
        >
          <ActionIcon
            variant={isKept ? 'light' : 'subtle'}
            color={isKept ? 'indigo' : 'gray'}
            size="lg"
            aria-label={keepLabel}
            aria-pressed={isKept}
            onClick={() =>
              void changeWithUndo(
                { is_kept: !isKept },
                { is_kept: isKept },
                t(isKept ? 'lesson.no_longer_kept' : 'lesson.now_kept'),
              )
            }
          >
            {isKept ? <IconPinFilled size="1.25rem" /> : <IconPin size="1.25rem" stroke={1.5} />}
          </ActionIcon>
        </Tooltip>
        {!isLive && (
          <Tooltip label={t('lesson.delete')} openDelay={500}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('lesson.delete')}
              onClick={() => void remove()}
            >
              <IconTrash size="1.25rem" stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        )}
        {!isLive && <ClassReviewLink sessionId={info.session_id} />}
        <Button
          variant="default"
          className={classes.share ?? ''}
          leftSection={<IconShare2 size="1.125rem" stroke={1.5} aria-hidden="true" />}
          onClick={() => openPanel('clip')}
        >
          {t('lesson.share')}
        </Button>
      </div>
    </header>
  );
}

/** To what the class says as a whole. Where there is little room the sign alone stays; one of the two is shown. */
function ClassReviewLink({ sessionId }: { sessionId: string }) {
  const { t } = useLanguage();
  const href = classPath(sessionId);
  return (
    <>
      <Tooltip label={t('class.title')} openDelay={500}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          className={classes.reviewSign ?? ''}
          component={Link}
          href={href}
          aria-label={t('class.title')}
        >
          <IconReportAnalytics size="1.25rem" stroke={1.5} />
        </ActionIcon>
      </Tooltip>
      <Button
        variant="default"
        className={classes.review ?? ''}
        component={Link}
        href={href}
        leftSection={<IconReportAnalytics size="1.125rem" stroke={1.5} aria-hidden="true" />}
      >
        {t('class.title')}
      </Button>
    </>
  );
}

/** To the trash at once; undo instead of a question. */
function useDelete(): () => Promise<void> {
  const { id, info } = useLesson();
  const { t } = useLanguage();
  const cache = useQueryClient();
  const { notify, notifyFailure } = useNotify();
  const [, navigate] = useLocation();
  const changed = () => {
    void lessonsChanged(cache, [id]);
    void cache.invalidateQueries({ queryKey: keys.everyRecording });
  };
  const restore = async () => {
    try {
      await restoreRecording(id);
      await cache.invalidateQueries({ queryKey: keys.lesson(id) });
      changed();
      notify({ text: t('lesson.restored') });
    } catch (error) {
      notifyFailure(error);
    }
  };
  return async () => {
    const title = info.title === '' ? t('library.untitled') : info.title;
    try {
      await deleteRecording(id);
      navigate(paths.library);
      changed();
      notify({
        text: t('lesson.deleted', { title }),
        action: { label: t('common.undo'), run: () => void restore() },
      });
    } catch (error) {
      notifyFailure(error);
    }
  };
}
