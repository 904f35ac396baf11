/** One question before a lesson ends, and what is safe already. Enter answers yes. */
import { Button, Modal } from '@mantine/core';
import { useLanguage } from '../../i18n/language.tsx';
import { lengthText } from '../../ui/format.ts';
import classes from './stop-dialog.module.css';
import type { ActiveLesson } from './use-active-lesson.ts';

export function StopDialog({ lesson }: { lesson: ActiveLesson }) {
  const { isAsking, title, seconds, keepOn, stop } = lesson;
  const { t } = useLanguage();
  return (
    <Modal
      opened={isAsking}
      onClose={keepOn}
      title={t('record.stop_question')}
      centered
      size="sm"
      transitionProps={{ duration: 120 }}
      classNames={{ title: classes.title ?? '' }}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p className={classes.what}>
        <strong>{title}</strong>
        <br />
        {seconds < 1 ? t('record.stop_nothing') : t('record.stop_safe', { length: lengthText(seconds, t) })}
      </p>
      <div className={classes.actions}>
        <Button variant="default" onClick={keepOn}>
          {t('record.stop_no')}
        </Button>
        <Button className={classes.stop ?? ''} data-autofocus onClick={stop}>
          {t('record.stop_yes')}
        </Button>
      </div>
    </Modal>
  );
}
