import type { ProbeReply } from '../../../contract/recording.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { lengthText } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';

/** What a stream carries, before class: picture, sound, room, and in words what to look at first. */
export function ProbeResult({ probe }: { probe: ProbeReply }) {
  const { t } = useLanguage();
  const { source, warnings } = probe;
  const picture = [
    source.width !== null && source.height !== null ? `${source.width} × ${source.height}` : '',
    source.frame_rate === null ? '' : t('probe.frames', { count: Math.round(source.frame_rate) }),
    codecName(source.video_codec),
  ];
  const sound = [
    codecName(source.audio_codec),
    probe.audio_level_db === null ? '' : t('probe.level', { db: minus(Math.round(probe.audio_level_db)) }),
  ];
  const words = (parts: string[]) => parts.filter((part) => part !== '').join(' · ') || t('probe.none');
  return (
    <div className={warnings.length === 0 ? 'probe' : 'probe careful'} role="status">
      <p className={warnings.length === 0 ? 'safe' : 'probe-title'}>
        {warnings.length === 0 && <Icon name="check" />}
        {t(warnings.length === 0 ? 'probe.fine' : 'probe.careful')}
      </p>
      {warnings.length > 0 && (
        <ul className="warnings">
          {warnings.map((warning) => (
            <li key={warning}>{t(`warning.${warning}`)}</li>
          ))}
        </ul>
      )}
      <dl>
        <div>
          <dt>{t('probe.picture')}</dt>
          <dd>{words(picture)}</dd>
        </div>
        <div>
          <dt>{t('probe.sound')}</dt>
          <dd>{words(sound)}</dd>
        </div>
        <div>
          <dt>{t('probe.room')}</dt>
          <dd>{lengthText(probe.free_minutes * 60, t)}</dd>
        </div>
      </dl>
    </div>
  );
}

function codecName(codec: string | null): string {
  return codec === null ? '' : codec.toUpperCase().replace(/^H26/, 'H.26');
}

function minus(value: number): string {
  return value < 0 ? `−${-value}` : String(value);
}
