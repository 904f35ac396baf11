/** One question before a lesson ends, and what is safe already. Enter answers yes. */
import { Button, Modal } from '@mantine/core';
import { useLanguage } from '../../i18n/language.tsx';
import { lengthText } from '../../ui/format.ts';
import classes from './stop-dialog.module.css';

export function StopDialog(props: {
  isOpen: boolean;
  title: string;
  /** Recorded until now. */
  seconds: number;
  onCancel: () => void;
  onStop: () => void;
}) {
  const { isOpen, title, seconds, onCancel, onStop } = props;
  const { t } = useLanguage();
  return (
    <Modal
      opened={isOpen}
      onClose={onCancel}
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
        <Button variant="default" onClick={onCancel}>
          {t('record.stop_no')}
        </Button>
        <Button className={classes.stop ?? ''} data-autofocus onClick={onStop}>
          {t('record.stop_yes')}
        </Button>
      </div>
    </Modal>
  );
}
