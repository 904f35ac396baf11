/** Where lessons and library are kept once more, when, and whether that is safe. */
import { NativeSelect, PasswordInput, Switch, TextInput, Button } from '@mantine/core';
import { IconFolder } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { backupState, keepPassphrase } from '../../api/backup.ts';
import { failureOf } from '../../api/client.ts';
import { answerOf, desktop } from '../../api/desktop.ts';
import { keys } from '../../api/keys.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { BackupList } from './backup-list.tsx';
import classes from './backup-section.module.css';
import { BackupStatus } from './backup-status.tsx';
import { useBackupWords } from './backup-words.ts';
import { SwitchSetting } from './setting-inputs.tsx';
import { SettingGroup, SettingRow } from './setting-row.tsx';
import { useSetting } from './use-setting.ts';

export function BackupSection() {
  const say = useBackupWords();
  const state = useQuery({ queryKey: keys.backup, queryFn: ({ signal }) => backupState(signal) });
  const place = useSetting('backup.place').value;
  const isEncrypted = useSetting('backup.encrypt').value;
  return (
    <>
      <SettingGroup title={say('state')}>
        {state.error !== null && <FailureText failure={state.error} onRetry={() => void state.refetch()} />}
        {state.data !== undefined && <BackupStatus state={state.data} />}
      </SettingGroup>
      <SettingGroup title={say('settings')}>
        <PlaceRow isSameDisk={state.data?.is_same_disk === true} />
        <SwitchSetting path="backup.media" title={say('media')} hint={say('mediaHint')} />
        <DailyRows />
        <KeepRow />
        <SwitchSetting path="backup.encrypt" title={say('encrypt')} hint={say('encryptHint')} />
        {isEncrypted && <PassphraseRow isKept={state.data?.has_passphrase === true} />}
      </SettingGroup>
      {place !== '' && state.data !== undefined && <BackupList state={state.data} />}
    </>
  );
}

function PlaceRow({ isSameDisk }: { isSameDisk: boolean }) {
  const { t } = useLanguage();
  const say = useBackupWords();
  const id = useId();
  const cache = useQueryClient();
  const setting = useSetting('backup.place');
  const [typed, setTyped] = useState<string>();
  const shell = desktop();
  const keep = (text: string) =>
    setting.save(text.trim(), () => {
      setTyped(undefined);
      void cache.invalidateQueries({ queryKey: keys.backup });
    });
  const pick = useMutation({
    mutationFn: async () =>
      shell === undefined ? null : ((await answerOf(shell.invoke('backup-folder.pick'))) ?? null),
    onSuccess: (picked) => {
      if (picked !== null) keep(picked.path);
    },
  });
  return (
    <SettingRow
      title={say('place')}
      hint={isSameDisk ? say('sameDisk') : say('placeHint')}
      labelFor={id}
      setting={setting}
      problem={pick.error === null ? undefined : t(`error.${failureOf(pick.error).code}`)}
      isWide
    >
      <TextInput
        id={id}
        className={classes.place ?? ''}
        maxLength={500}
        value={typed ?? setting.value}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => typed !== undefined && keep(typed)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing && typed !== undefined) keep(typed);
        }}
      />
      {shell !== undefined && (
        <Button
          variant="default"
          leftSection={<IconFolder size={18} stroke={1.5} aria-hidden />}
          onClick={() => pick.mutate()}
        >
          {say('pick')}
        </Button>
      )}
    </SettingRow>
  );
}

/** After most lessons, and before most PCs are switched off. */
const usualTime = '17:00';

function DailyRows() {
  const say = useBackupWords();
  const [switchId, timeId] = [useId(), useId()];
  const setting = useSetting('backup.daily_at');
  return (
    <>
      <SettingRow
        title={say('daily')}
        hint={say(setting.value === null ? 'dailyOff' : 'dailyHint')}
        labelFor={switchId}
        setting={setting}
      >
        <Switch
          id={switchId}
          size="md"
          checked={setting.value !== null}
          onChange={(event) => setting.save(event.currentTarget.checked ? usualTime : null)}
        />
      </SettingRow>
      {setting.value !== null && (
        <SettingRow title={say('time')} labelFor={timeId}>
          <TextInput
            id={timeId}
            type="time"
            w="10rem"
            value={setting.value}
            onChange={({ currentTarget: { value } }) => {
              if (value !== '') setting.save(value);
            }}
          />
        </SettingRow>
      )}
    </>
  );
}

const keepChoices = [3, 7, 14, 30, 60, 90];

function KeepRow() {
  const say = useBackupWords();
  const id = useId();
  const setting = useSetting('backup.keep');
  const offered = keepChoices.includes(setting.value)
    ? keepChoices
    : [...keepChoices, setting.value].toSorted((one, other) => one - other);
  return (
    <SettingRow title={say('keep')} hint={say('keepHint')} labelFor={id} setting={setting}>
      <NativeSelect
        id={id}
        w="10rem"
        value={String(setting.value)}
        data={offered.map((count) => ({
          value: String(count),
          label: say('keepCount', { count: String(count) }),
        }))}
        onChange={(event) => setting.save(Number(event.currentTarget.value))}
      />
    </SettingRow>
  );
}

function PassphraseRow({ isKept }: { isKept: boolean }) {
  const say = useBackupWords();
  const { t } = useLanguage();
  const id = useId();
  const cache = useQueryClient();
  const [typed, setTyped] = useState('');
  const keep = useMutation({
    mutationFn: keepPassphrase,
    onSuccess: (state) => {
      setTyped('');
      cache.setQueryData(keys.backup, state);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.length >= 8) keep.mutate(typed);
  };
  return (
    <SettingRow
      title={say('passphrase')}
      hint={say(isKept ? 'passphraseKept' : 'passphraseNeeded')}
      labelFor={id}
      problem={keep.error === null ? undefined : t(`error.${failureOf(keep.error).code}`)}
    >
      <form className={classes.passphrase} onSubmit={submit}>
        <PasswordInput
          id={id}
          w="14rem"
          autoComplete="new-password"
          maxLength={200}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={typed.length < 8} loading={keep.isPending}>
          {say('passphraseSave')}
        </Button>
      </form>
    </SettingRow>
  );
}
