/** What was written during the lesson, in step with the picture; it waits while somebody scrolls. */
import { Button, Switch } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMediaSelector } from 'media-chrome/react/media-store';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { classPath } from '../../../app/paths.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { FailureText } from '../../../ui/failure-text.tsx';
import { useLesson } from '../lesson-context.ts';
import { useChat } from '../lesson-data.ts';
import { PanelSkeleton } from './chapters-panel.tsx';
import { ChatRow } from './chat-row.tsx';
import { useChatMarks, useLessonReadings } from './lesson-readings.ts';
import classes from './panels.module.css';

/** Usual height of a message, px; each is measured once it is shown. */
const usualHeight = 60;

export function ChatPanel() {
  const { id, info, isLive, seek } = useLesson();
  const { t } = useLanguage();
  const { messages, isPending, error, refetch } = useChat(id);
  const { byMessage: readings, isUnsure } = useLessonReadings(messages.length > 0);
  const [hasMarks, setHasMarks] = useChatMarks();
  /** Covered messages that somebody wants to read; here, since rows come and go. */
  const [uncovered, setUncovered] = useState<ReadonlySet<string>>(new Set());
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
  const toggle = (messageId: string) =>
    setUncovered((before) => {
      const next = new Set(before);
      if (!next.delete(messageId)) next.add(messageId);
      return next;
    });
  if (isPending) return <PanelSkeleton />;
  if (error !== null) return <FailureText failure={error} onRetry={() => void refetch()} />;
  if (messages.length === 0) return <p className={classes.nothing}>{t('chat.nothing')}</p>;
  return (
    <div className={classes.column}>
      {!isLive && (
        <div className={classes.chatBar}>
          <Link href={classPath(info.session_id, 'chat')}>{t('moderation.to_class')}</Link>
          {readings.size > 0 && (
            <Switch
              size="xs"
              label={t('moderation.marks')}
              checked={hasMarks}
              onChange={(event) => setHasMarks(event.currentTarget.checked)}
            />
          )}
        </div>
      )}
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
            const { message_id: messageId, sender_role: role, time } = message;
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
                <ChatRow
                  message={message}
                  reading={readings.get(messageId)}
                  isUnsure={isUnsure}
                  hasMarks={hasMarks}
                  isUncovered={uncovered.has(messageId)}
                  onSeek={() => seek(time)}
                  onToggle={() => toggle(messageId)}
                />
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
