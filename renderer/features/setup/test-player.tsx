/** Plays the test recording as a lesson would be played. */
import { useRef } from 'react';
import { streamUrl } from '../../api/vod.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { ApiFailure } from '../../api/client.ts';
import { useHls } from '../lesson/use-hls.ts';
import classes from './step.module.css';

export function TestPlayer({ recordingId }: { recordingId: string }) {
  const { t } = useLanguage();
  const video = useRef<HTMLVideoElement>(null);
  const { hasFailed, tryAgain } = useHls(video, {
    src: streamUrl(recordingId),
    revision: 0,
    isLive: false,
    startAtSec: 0,
  });
  return (
    <>
      <div className={classes.stage}>
        <video ref={video} controls autoPlay playsInline aria-label={t('setup.test_title')} />
      </div>
      {hasFailed && <FailureText failure={new ApiFailure('media_unreadable')} onRetry={tryAgain} />}
    </>
  );
}
