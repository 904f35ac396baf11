/** Automatic recording: the week as it is set up, and each rule with what it last met. */
import { Button, Skeleton, Switch } from '@mantine/core';
import { IconCalendarClock, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { SavedSource, Watch } from '../../../contract/recording.ts';
import { keys } from '../../api/keys.ts';
import { changeWatch, listWatches, savedSourcePath, watchPath } from '../../api/watches.ts';
import { lessonPath } from '../../app/paths.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { momentDateText, wallClockText } from '../../ui/format.ts';
import { useNotify } from '../../ui/notify.tsx';
import classes from './named-list.module.css';
import { useRemoval } from '../../ui/pending-removal.tsx';
import { SettingGroup } from './setting-row.tsx';
import { RowButton, useSavedSources } from './sources-section.tsx';
import { WatchEditor } from './watch-editor.tsx';
import { weekdayName, weekdays } from './watch-times.ts';
import { WeekGrid } from './week-grid.tsx';

/** The recorder looks at the streams by itself and announces nothing of it. */
const refetchMs = 15_000;

export function WatchesSection() {
  const { t } = useLanguage();
  const watches = useQuery({
    queryKey: keys.watches,
    queryFn: ({ signal }) => listWatches(signal),
    refetchInterval: refetchMs,
  });
  const sources = useSavedSources();
  const { isHidden, remove } = useRemoval({ queryKey: keys.watches });
  const [edited, setEdited] = useState<Watch | 'new'>();
  const shown = watches.data?.filter(({ watch_id }) => !isHidden(watchPath(watch_id)));
  // What is on its way out is not offered, except to the rule that lives on it.
  const offered = sources.data?.filter(
    ({ source_id: id }) =>
      !isHidden(savedSourcePath(id)) || (edited !== 'new' && edited?.stream_url === `saved:${id}`),
  );
  const nameOf = (watch: Watch) => watch.session_template.title || t('watches.untitled');
  return (
    <>
      <SettingGroup title={t('watches.title')} hint={t('watches.hint')}>
        {watches.error !== null && (
          <FailureText failure={watches.error} onRetry={() => void watches.refetch()} />
        )}
        {shown === undefined && watches.error === null && <Skeleton height="12rem" />}
        {shown?.length === 0 && (
          <EmptyState
            icon={<IconCalendarClock stroke={1.5} />}
            title={t('watches.empty_title')}
            hint={t('watches.empty_hint')}
            action={<Button onClick={() => setEdited('new')}>{t('watches.add')}</Button>}
          />
        )}
        {shown !== undefined && shown.length > 0 && (
          <>
            <WeekGrid watches={shown} nameOf={nameOf} onChoose={setEdited} />
            <ul className={classes.list}>
              {shown.map((watch) => (
                <li key={watch.watch_id}>
                  <WatchRow
                    watch={watch}
                    name={nameOf(watch)}
                    sources={sources.data ?? []}
                    onEdit={() => setEdited(watch)}
                    onRemove={() =>
                      remove(watchPath(watch.watch_id), t('watches.removed', { name: nameOf(watch) }))
                    }
                  />
                </li>
              ))}
            </ul>
            <div className={classes.foot}>
              <Button
                variant="subtle"
                leftSection={<IconPlus size={18} stroke={1.5} aria-hidden />}
                onClick={() => setEdited('new')}
              >
                {t('watches.add')}
              </Button>
            </div>
          </>
        )}
      </SettingGroup>
      {edited !== undefined && (
        <WatchEditor
          watch={edited === 'new' ? undefined : edited}
          sources={offered ?? []}
          onClose={() => setEdited(undefined)}
        />
      )}
    </>
  );
}

function WatchRow(props: {
  watch: Watch;
  name: string;
  sources: readonly SavedSource[];
  onEdit: () => void;
  onRemove: () => void;
}) {
  const { watch, name, sources, onEdit, onRemove } = props;
  const { t, language } = useLanguage();
  const cache = useQueryClient();
  const { notifyFailure } = useNotify();
  const enable = useMutation({
    mutationFn: (enabled: boolean) => changeWatch(watch.watch_id, { enabled }),
    onMutate: (enabled) => {
      cache.setQueryData<Watch[]>(keys.watches, (all) =>
        all?.map((other) => (other.watch_id === watch.watch_id ? { ...other, enabled } : other)),
      );
    },
    onError: notifyFailure,
    onSettled: () => cache.invalidateQueries({ queryKey: keys.watches }),
  });
  const days =
    watch.days.length === weekdays.length
      ? t('watches.every_day')
      : weekdays
          .filter((day) => watch.days.includes(day))
          .map((day) => weekdayName(day, language))
          .join(' ');
  return (
    <div className={classes.row}>
      <div className={classes.words}>
        <p className={classes.name}>{name}</p>
        <p className={classes.detail}>
          {days} · {watch.from}–{watch.to} · {sourceName(watch.stream_url, sources)}
        </p>
        {watch.error !== undefined && <p className={classes.problem}>{t(`error.${watch.error.code}`)}</p>}
        <p className={classes.detail}>
          {watch.last_checked_at === null
            ? t('watches.never_checked')
            : t('watches.checked', {
                time: `${momentDateText(watch.last_checked_at, language)} ${wallClockText(watch.last_checked_at, language)}`,
              })}
          {watch.recording_id !== null && (
            <>
              {' · '}
              <Link href={lessonPath(watch.recording_id)}>{t('watches.last_lesson')}</Link>
            </>
          )}
        </p>
      </div>
      <Switch
        size="md"
        aria-label={t('watches.enabled', { name })}
        checked={watch.enabled}
        onChange={(event) => enable.mutate(event.currentTarget.checked)}
      />
      <RowButton label={t('watches.edit', { name })} onClick={onEdit}>
        <IconPencil size={18} stroke={1.5} aria-hidden />
      </RowButton>
      <RowButton label={t('watches.remove', { name })} onClick={onRemove}>
        <IconTrash size={18} stroke={1.5} aria-hidden />
      </RowButton>
    </div>
  );
}

/** A saved source by its name, any other by its address without secrets. */
function sourceName(streamUrl: string, sources: readonly SavedSource[]): string {
  const saved = sources.find(({ source_id }) => streamUrl === `saved:${source_id}`);
  return saved?.name ?? streamUrl;
}
