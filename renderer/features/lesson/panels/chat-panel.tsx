/** What was written during the lesson, in step with the picture; it waits while somebody scrolls. */
import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMediaSelector } from 'media-chrome/react/media-store';
import { useEffect, useRef, useState } from 'react';
import { useLanguage } from '../../../i18n/language.tsx';
import { FailureText } from '../../../ui/failure-text.tsx';
import { clockText } from '../../../ui/format.ts';
import { useLesson } from '../lesson-context.ts';
import { useChat } from '../lesson-data.ts';
import { PanelSkeleton } from './chapters-panel.tsx';
import classes from './panels.module.css';

/** Usual height of a message, px; each is measured once it is shown. */
const usualHeight = 60;

export function ChatPanel() {
  const { id, seek } = useLesson();
  const { t } = useLanguage();
  const { messages, isPending, error, refetch } = useChat(id);
  const area = useRef<HTMLDivElement>(null);
  const [isFollowing, setIsFollowing] = useState(true);
  const current = useMediaSelector<number>((state) =>
    messages.findLastIndex(({ time }) => time <= (state.mediaCurrentTime ?? 0) + 0.05),
  );
  // oxlint-disable-next-line react/incompatible-library -- the compiler leaves this component alone
  const rows = useVirtualizer({
    count: messages.length,
    getScrollElement: () => area.current,
    estimateSize: () => usualHeight,
    overscan: 8,
    getItemKey: (index) => messages[index]?.message_id ?? index,
  });
  useEffect(() => {
    if (isFollowing && current >= 0) rows.scrollToIndex(current, { align: 'center' });
    // The virtualiser is one object for the life of the panel.
  }, [current, isFollowing, rows]);

  const stopFollowing = () => setIsFollowing(false);
  if (isPending) return <PanelSkeleton />;
  if (error !== null) return <FailureText failure={error} onRetry={() => void refetch()} />;
  if (messages.length === 0) return <p className={classes.nothing}>{t('chat.nothing')}</p>;
  return (
    <div className={classes.column}>
      <div
        ref={area}
        className={classes.scroll}
        tabIndex={0}
        role="region"
        aria-label={t('panel.chat')}
        onWheel={stopFollowing}
        onTouchMove={stopFollowing}
        onKeyDown={(event) => {
          if (/^(Arrow|Page|Home|End)/.test(event.key)) stopFollowing();
        }}
      >
        <ol className={classes.chat} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, key, start }) => {
            const message = messages[index];
            if (message === undefined) return null;
            const { sender_name: name, sender_role: role, text, time } = message;
            return (
              <li
                key={key}
                ref={rows.measureElement}
                data-index={index}
                data-is-ahead={index > current}
                data-is-teacher={role === 'teacher'}
                aria-current={index === current ? 'true' : undefined}
                style={{ transform: `translateY(${start}px)` }}
              >
                <button type="button" onClick={() => seek(time)}>
                  <span className={classes.sender}>
                    <b>{name === '' ? t(`chat.${role}`) : name}</b>
                    <time>{clockText(time)}</time>
                  </span>
                  <span>{text}</span>
                </button>
              </li>
            );
          })}
        </ol>
      </div>
      {!isFollowing && (
        <Button
          className={classes.follow ?? ''}
          size="compact-sm"
          leftSection={<IconArrowDown size="1rem" stroke={1.5} aria-hidden="true" />}
          onClick={() => setIsFollowing(true)}
        >
          {t('chat.follow')}
        </Button>
      )}
    </div>
  );
}
