/** Which version runs, where newer ones come from, and how one that came is doing. */
import { Button, Progress, Skeleton } from '@mantine/core';
import { IconFileImport, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation, useSearch } from 'wouter';
import type { DesktopBridge } from '../../../contract/ipc.ts';
import type { UpdatesState } from '../../../contract/updates.ts';
import { failureOf } from '../../api/client.ts';
import { answerOf, desktop } from '../../api/desktop.ts';
import { systemQuery } from '../../api/system-query.ts';
import { updatesKey, useUpdates } from '../../api/updates.ts';
import { paths } from '../../app/paths.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { momentDateText, wallClockText } from '../../ui/format.ts';
import { FactList } from './fact-list.tsx';
import { SwitchSetting } from './setting-inputs.tsx';
import { SettingGroup, SettingRow } from './setting-row.tsx';
import { UpdateProgress } from './update-progress.tsx';
import { UpdateOfferModal } from './update-offer.tsx';
import classes from './updates-section.module.css';

export function UpdatesSection() {
  const shell = desktop();
  return shell === undefined ? <InBrowser /> : <OnDesktop shell={shell} />;
}

/** Programs are not changed over the network. */
function InBrowser() {
  const { t } = useLanguage();
  const system = useQuery(systemQuery);
  if (system.data === undefined) return <Skeleton height="6rem" radius="lg" />;
  return (
    <SettingGroup title={t('updates.now')}>
      <div className={classes.box}>
        <p className={classes.name}>{t('about.version', { version: system.data.version })}</p>
        <p>{t(system.data.is_desktop ? 'updates.only_on_pc' : 'updates.by_image')}</p>
      </div>
    </SettingGroup>
  );
}

function OnDesktop({ shell }: { shell: DesktopBridge }) {
  const { t } = useLanguage();
  const updates = useUpdates(shell);
  const { data: state, error } = updates;
  if (state === undefined) {
    if (error !== null) return <FailureText failure={error} onRetry={() => void updates.refetch()} />;
    return <Skeleton height="12rem" radius="lg" />;
  }
  return (
    <>
      <Outcome last={state.last} />
      <SettingGroup title={t('updates.now')}>
        <FactList
          facts={[
            [t('updates.core_version'), state.core_version],
            [t('updates.program_version'), state.program_version],
          ]}
        />
        <UpdateProgress shell={shell} state={state} />
        <SwitchSetting
          path="updates.automatic"
          title={t('updates.automatic')}
          hint={t('updates.automatic_hint')}
        />
      </SettingGroup>
      <SettingGroup title={t('updates.sources')} hint={t('updates.sources_hint')}>
        <FileRow shell={shell} state={state} />
        <ShareRow state={state} />
        <FeedRow state={state} />
        <CheckRow shell={shell} state={state} />
      </SettingGroup>
      <Handed shell={shell} />
    </>
  );
}

function Outcome({ last }: { last: UpdatesState['last'] }) {
  const { t, language } = useLanguage();
  if (last === null) return null;
  const at = `${momentDateText(last.at, language)} ${wallClockText(last.at, language)}`;
  if (last.kind === 'updated') {
    return (
      <p role="status" className={classes.detail}>
        {t('updates.was_updated', { version: last.version, at })}
      </p>
    );
  }
  const { version, to, reason, library } = last;
  return (
    <SettingGroup title={t('updates.rolled_back')}>
      <div className={classes.box} role="status">
        <p className={classes.bad}>{t('updates.rolled_back_to', { version, to, at })}</p>
        <p>{t(`updates.reason_${reason}`)}</p>
        <p className={classes.detail}>{t(`updates.library_${library}`)}</p>
      </div>
    </SettingGroup>
  );
}

function FileRow({ shell, state }: { shell: DesktopBridge; state: UpdatesState }) {
  const { t } = useLanguage();
  const pick = useMutation({ mutationFn: () => answerOf(shell.invoke('updates.pick')) });
  const { state: files } = state.files;
  const isBusy = state.staging !== null || state.trial !== null;
  return (
    <SettingRow
      title={t('updates.file')}
      hint={t(`updates.file_${files}`)}
      problem={pick.error === null ? undefined : t(`error.${failureOf(pick.error).code}`)}
    >
      {files === 'on' && (
        <Button
          variant="default"
          disabled={isBusy}
          leftSection={<IconFileImport size={18} stroke={1.5} aria-hidden />}
          onClick={() => pick.mutate()}
        >
          {t('updates.choose_file')}
        </Button>
      )}
      <UpdateOfferModal shell={shell} offer={pick.data ?? undefined} onClose={() => pick.reset()} />
    </SettingRow>
  );
}

/** A file that was opened with the program: `?file=`. */
function Handed({ shell }: { shell: DesktopBridge }) {
  const search = useSearch();
  const [, go] = useLocation();
  const fileId = new URLSearchParams(search).get('file');
  const offer = useQuery({
    queryKey: ['desktop', 'update-offer', fileId],
    queryFn: () => answerOf(shell.invoke('updates.offer', { file_id: fileId ?? '' })),
    enabled: fileId !== null,
    retry: false,
  });
  if (fileId === null) return null;
  if (offer.error !== null) return <FailureText failure={offer.error} />;
  const close = () => go(`${paths.settings}/updates`, { replace: true });
  return <UpdateOfferModal shell={shell} offer={offer.data} onClose={close} />;
}

function ShareRow({ state }: { state: UpdatesState }) {
  const { t } = useLanguage();
  const { share_folder: folder, error } = state.files;
  return (
    <SettingRow
      title={t('updates.share')}
      hint={folder === null ? t('updates.share_none') : t('updates.share_hint')}
      problem={error === null ? undefined : t(`error.${error.code}`)}
    >
      {folder !== null && <code>{folder}</code>}
    </SettingRow>
  );
}

function FeedRow({ state }: { state: UpdatesState }) {
  const { t } = useLanguage();
  const { feed } = state;
  return (
    <SettingRow
      title={t('updates.feed')}
      hint={t(`updates.feed_${feed.state}`, { version: feed.version ?? '' })}
      problem={feed.error === null ? undefined : t(`error.${feed.error.code}`)}
    >
      {feed.address !== null && <code>{feed.address}</code>}
      {feed.state === 'downloading' && (
        <Progress w="8rem" value={(feed.progress ?? 0) * 100} aria-label={t('updates.feed')} />
      )}
    </SettingRow>
  );
}

function CheckRow({ shell, state }: { shell: DesktopBridge; state: UpdatesState }) {
  const { t, language } = useLanguage();
  const cache = useQueryClient();
  const check = useMutation({
    mutationFn: () => answerOf(shell.invoke('updates.check')),
    onSuccess: (reply) => cache.setQueryData(updatesKey, reply),
  });
  if (state.feed.state === 'none' && state.files.share_folder === null) return null;
  const at = state.feed.checked_at ?? state.files.checked_at;
  return (
    <SettingRow
      title={t('updates.check')}
      hint={
        at === null
          ? t('updates.check_hint')
          : t('updates.checked_at', { at: `${momentDateText(at, language)} ${wallClockText(at, language)}` })
      }
      problem={check.error === null ? undefined : t(`error.${failureOf(check.error).code}`)}
    >
      <Button
        variant="default"
        loading={check.isPending}
        leftSection={<IconRefresh size={18} stroke={1.5} aria-hidden />}
        onClick={() => check.mutate()}
      >
        {t('updates.check_now')}
      </Button>
    </SettingRow>
  );
}
