/** The lesson along its time: what was written, asked, answered, said and shown, one chart per recording. */
import type { SessionLanes } from '../../../../contract/session-analysis.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { lengthText, wallClockText } from '../../../ui/format.ts';
import { HowCounted } from '../../../ui/how-counted.tsx';
import { ReviewSection } from '../review-section.tsx';
import { shownLanes, withWholeMinutes } from './minute-facts.ts';
import { RecordingLanes } from './recording-lanes.tsx';
import classes from './session-timeline.module.css';

export function SessionTimeline({ timeline }: { timeline: readonly SessionLanes[] }) {
  const { t, language } = useLanguage();
  const shown = timeline.filter((lanes) => shownLanes(lanes).length > 0);
  if (shown.length === 0) {
    return (
      <ReviewSection title={t('overview.timeline')}>
        <p className={classes.nothing}>
          {t(timeline.length === 0 ? 'overview.no_recording' : 'overview.nothing_on_timeline')}
        </p>
      </ReviewSection>
    );
  }
  const titleOf = (lanes: SessionLanes) =>
    [
      t('overview.recording', { number: timeline.indexOf(lanes) + 1 }),
      ...(lanes.started_at === null ? [] : [wallClockText(lanes.started_at, language)]),
      lengthText(lanes.duration, t),
    ].join(' · ');
  return (
    <ReviewSection title={t('overview.timeline')}>
      <div className={classes.recordings}>
        {shown.map((lanes) => (
          <RecordingLanes
            key={lanes.recording_id}
            lanes={withWholeMinutes(lanes)}
            title={timeline.length > 1 ? titleOf(lanes) : undefined}
          />
        ))}
      </div>
      <HowCounted>
        <p>{t('overview.how_messages')}</p>
        <p>{t('overview.how_moods')}</p>
        <p>{t('overview.how_speech')}</p>
      </HowCounted>
    </ReviewSection>
  );
}
