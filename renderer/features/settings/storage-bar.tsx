/** How much of the disk the lessons take, and how many hours still fit. */
import type { SystemInfo } from '../../api/system.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { megabytesText, roomText } from '../../ui/format.ts';
import classes from './storage-bar.module.css';

export function StorageBar({ system }: { system: SystemInfo }) {
  const { t } = useLanguage();
  const { free_bytes, total_bytes, recordings_bytes, free_minutes } = system.storage;
  const otherBytes = Math.max(0, total_bytes - free_bytes - recordings_bytes);
  const percent = (bytes: number) => `${total_bytes > 0 ? (100 * bytes) / total_bytes : 0}%`;
  return (
    <div>
      <p className={classes.hours}>
        {t('settings.room_left', { room: roomText(free_minutes, t) })}
        <span>{t('settings.room_left_hint')}</span>
      </p>
      <div className={classes.bar} aria-hidden="true">
        <span data-part="lessons" style={{ width: percent(recordings_bytes) }} />
        <span data-part="other" style={{ width: percent(otherBytes) }} />
      </div>
      <dl className={classes.legend}>
        <div>
          <dt data-part="lessons">{t('settings.used_lessons')}</dt>
          <dd>
            {sizeText(recordings_bytes)} · {t('settings.lesson_count', { count: system.library.lessons })}
          </dd>
        </div>
        <div>
          <dt data-part="other">{t('settings.used_other')}</dt>
          <dd>{sizeText(otherBytes)}</dd>
        </div>
        <div>
          <dt data-part="free">{t('settings.free')}</dt>
          <dd>{sizeText(free_bytes)}</dd>
        </div>
      </dl>
    </div>
  );
}

function sizeText(bytes: number): string {
  return megabytesText(bytes / 1e6);
}
