/** Messages that nobody has read yet, that they are being read, and letting them be read. */
import { Button } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { useChatReadings } from '../../../api/use-chat-readings.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { FailureText } from '../../../ui/failure-text.tsx';
import { useSessionAnalysis } from '../class-data.ts';
import classes from './chat.module.css';

export function ReadingState(props: { sessionId: string; readings: ReturnType<typeof useChatReadings> }) {
  const { sessionId, readings } = props;
  const { t } = useLanguage();
  const analysis = useSessionAnalysis(sessionId);
  const { unread, isFetching, refetch } = readings;
  const { isSuccess: isMade, dataUpdatedAt: madeAt } = analysis;
  const followedAt = useRef(0);
  useEffect(() => {
    // Asked for before the analysis was made: the readings are there now. Once for each, since more may have been written.
    if (unread === 0 || !isMade || isFetching || followedAt.current === madeAt) return;
    followedAt.current = madeAt;
    void refetch();
  }, [unread, isMade, isFetching, madeAt, refetch]);
  const isReading = analysis.isFetching || readings.isRefetching;
  return (
    <>
      <div role="status">
        {unread > 0 && (
          <div className={classes.unread}>
            <p>{t(isReading ? 'moderation.being_read' : 'moderation.unread', { count: unread })}</p>
            {!isReading && analysis.error === null && (
              <Button
                size="xs"
                variant="light"
                leftSection={<IconSparkles size="1rem" stroke={1.5} aria-hidden="true" />}
                onClick={() => void analysis.refetch()}
              >
                {t('moderation.read_now')}
              </Button>
            )}
          </div>
        )}
      </div>
      {unread > 0 && !isReading && analysis.error !== null && (
        <FailureText failure={analysis.error} onRetry={() => void analysis.refetch()} />
      )}
    </>
  );
}
