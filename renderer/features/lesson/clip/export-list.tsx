/** Files that were asked for: how far they are, and where to get them. */
import { ActionIcon, Button, Progress } from '@mantine/core';
import { IconTrash, IconX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { assertShown } from './export-state.ts';
import type { LessonExport } from '../../../../contract/vod.ts';
import { deleteExport, exportFileUrl, retryExport } from '../../../api/exports.ts';
import { keys } from '../../../api/keys.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { lengthText, megabytesText } from '../../../ui/format.ts';
import { useNotify } from '../../../ui/notify.tsx';
import { SaveFileButton } from '../../../ui/save-file-button.tsx';
import { useLesson } from '../lesson-context.ts';
import { exactText } from './clip-range.ts';
import classes from './clip.module.css';
import { useExports } from './use-exports.ts';

export function ExportList() {
  const { id } = useLesson();
  const { t } = useLanguage();
  const items = useExports(id);
  if (items.length === 0) return null;
  return (
    <section className={classes.exports}>
      <h3>{t('clip.files')}</h3>
      <ul aria-label={t('clip.files')}>
        {items.map((item) => (
          <ExportRow key={item.export_id} item={item} />
        ))}
      </ul>
      <p className={classes.hint}>{t('clip.kept_a_day')}</p>
    </section>
  );
}

function ExportRow({ item }: { item: LessonExport }) {
  const { t } = useLanguage();
  const { notifyFailure } = useNotify();
  const cache = useQueryClient();
  const change = async (send: () => Promise<unknown>) => {
    try {
      await send();
    } catch (error) {
      notifyFailure(error);
    }
    await cache.invalidateQueries({ queryKey: keys.everyExport });
  };
  const remove = () => void change(() => deleteExport(item.export_id));
  const { title, resolution, start_time: startSec, end_time: endSec } = item;
  const quality = resolution === 'source' ? t('lesson.source') : resolution;
  return (
    <li className={classes.export} data-state={item.state}>
      <div className={classes.exportHead}>
        <b>{title}</b>
        <small>
          {exactText(startSec)}–{exactText(endSec)} · {quality}
          {item.size_bytes === null ? '' : ` · ${megabytesText(item.size_bytes / 1e6)}`}
        </small>
      </div>
      <ExportState item={item} onRemove={remove} onRetry={() => void change(() => retryExport(item))} />
    </li>
  );
}

function ExportState(props: { item: LessonExport; onRemove: () => void; onRetry: () => void }) {
  const { item, onRemove, onRetry } = props;
  const { t } = useLanguage();
  switch (item.state) {
    case 'queued':
    case 'running':
      return (
        <div className={classes.making}>
          <Progress
            value={item.progress * 100}
            aria-label={t('clip.progress', { title: item.title })}
            className={classes.bar ?? ''}
          />
          <span>
            {item.state === 'queued'
              ? t('clip.queued')
              : item.eta_seconds === null
                ? `${Math.round(item.progress * 100)}%`
                : t('clip.time_left', { length: lengthText(item.eta_seconds, t) })}
          </span>
          <ActionIcon variant="subtle" color="gray" aria-label={t('clip.cancel')} onClick={onRemove}>
            <IconX size="1rem" stroke={1.5} />
          </ActionIcon>
        </div>
      );
    case 'done':
      return <DoneExport item={item} onRemove={onRemove} />;
    case 'failed':
    case 'cancelled':
      return (
        <div className={classes.making} role="alert">
          <span>{item.error === undefined ? t('error.job_cancelled') : t(`error.${item.error.code}`)}</span>
          <Button size="compact-sm" variant="light" onClick={onRetry}>
            {t('common.retry')}
          </Button>
          <RemoveButton onRemove={onRemove} title={item.title} />
        </div>
      );
    default:
      return assertShown(item.state);
  }
}

function DoneExport({ item, onRemove }: { item: LessonExport; onRemove: () => void }) {
  return (
    <div className={classes.making}>
      <SaveFileButton route={exportFileUrl(item.export_id)} fileName={item.filename} size="compact-sm" />
      <RemoveButton onRemove={onRemove} title={item.title} />
    </div>
  );
}

function RemoveButton({ onRemove, title }: { onRemove: () => void; title: string }) {
  const { t } = useLanguage();
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      className={classes.remove ?? ''}
      aria-label={t('clip.remove', { title })}
      onClick={onRemove}
    >
      <IconTrash size="1rem" stroke={1.5} />
    </ActionIcon>
  );
}
