/** Messages that nobody has read yet, that they are being read, and letting them be read. */
import { Button } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { useChatReadings } from '../../../api/use-chat-readings.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { FailureText } from '../../../ui/failure-text.tsx';
import { useSessionAnalysis } from '../class-data.ts';
import classes from './chat.module.css';

export function ReadingState(props: { sessionId: string; readings: ReturnType<typeof useChatReadings> }) {
  const { sessionId, readings } = props;
  const { t } = useLanguage();
  const analysis = useSessionAnalysis(sessionId);
  const { unread, dataUpdatedAt: shownAt, refetch } = readings;
  const madeAt = analysis.dataUpdatedAt;
  const isBehind = unread > 0 && !readings.isFetching && madeAt > shownAt;
  useEffect(() => {
    // The analysis was made after these were asked for: the readings are there now.
    if (isBehind) void refetch();
  }, [isBehind, refetch]);
  const isReading = analysis.isFetching || isBehind || readings.isRefetching;
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
