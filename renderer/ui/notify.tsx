/** A short word at the foot of the page about what just happened, with a way back where there is one. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { failureOf } from '../api/client.ts';
import { type Translate, useLanguage } from '../i18n/language.tsx';
import classes from './notify.module.css';

/** Long enough to read, reach for the mouse and decide. */
const shownMs = 10_000;

export type Notice = {
  text: string;
  action?: { label: string; run: () => void };
  tone?: 'attention';
  /** It is gone, and with it the way to its action, which was not taken. */
  onMissed?: () => void;
};

export function useNotify() {
  const { t } = useLanguage();
  return {
    notify: (notice: Notice) => show(notice, t),
    /** Says a failure in words. */
    notifyFailure: (error: unknown) =>
      show({ text: t(`error.${failureOf(error).code}`), tone: 'attention' }, t),
  };
}

function show({ text, action, tone, onMissed }: Notice, t: Translate): void {
  let isTaken = false;
  const id = notifications.show({
    role: tone === 'attention' ? 'alert' : 'status',
    autoClose: shownMs,
    withBorder: true,
    ...(tone === 'attention' ? { className: classes.attention ?? '' } : {}),
    classNames: { root: classes.notice ?? '' },
    onClose: () => {
      if (!isTaken) onMissed?.();
    },
    closeButtonProps: { 'aria-label': t('common.close') },
    message: (
      <div className={classes.row}>
        <span>{text}</span>
        {action !== undefined && (
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => {
              isTaken = true;
              notifications.hide(id);
              action.run();
            }}
          >
            {action.label}
          </Button>
        )}
      </div>
    ),
  });
}
