import type { RecordingStatusReply } from '../../../contract/recording.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { clockText, lengthText, wallClockText } from '../../ui/format.ts';

/** What is not in the recording, by the clock on the wall and in words; a click goes to where it is missing. */
export function GapNotes(props: {
  recording: Pick<RecordingStatusReply, 'gaps' | 'started_at'>;
  onSeek: (seconds: number) => void;
}) {
  const { recording, onSeek } = props;
  const { t, language } = useLanguage();
  const { gaps, started_at: startedAt } = recording;
  if (gaps.length === 0 || startedAt === null) return null;
  return (
    <section className="gaps">
      <h2>{t('lesson.gaps')}</h2>
      <ul>
        {gaps.map((gap) => (
          <li key={gap.start_time}>
            <button type="button" className="go" onClick={() => onSeek(gap.position)}>
              <time>{clockText(gap.position)}</time>
              <span>
                {t('lesson.gap', {
                  from: wallClockText(Date.parse(startedAt) + gap.start_time * 1000, language),
                  length: lengthText(Math.max(1, gap.end_time - gap.start_time), t),
                  reason: t(`gap.${gap.reason}`),
                })}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
