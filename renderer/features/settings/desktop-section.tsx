/** What only the desktop app can: start with the computer, and a key that works in every program. */
import { Button, Skeleton, Switch, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useState } from 'react';
import { Redirect } from 'wouter';
import type { DesktopBridge } from '../../../contract/ipc.ts';
import { failureOf } from '../../api/client.ts';
import { answerOf, desktop } from '../../api/desktop.ts';
import { paths } from '../../app/paths.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { acceleratorOf, acceleratorText } from './accelerator.ts';
import { FactList } from './fact-list.tsx';
import { SettingGroup, SettingRow } from './setting-row.tsx';

export function DesktopSection() {
  const shell = desktop();
  return shell === undefined ? <Redirect to={paths.settings} replace /> : <Content shell={shell} />;
}

function Content({ shell }: { shell: DesktopBridge }) {
  const { t } = useLanguage();
  const info = useQuery({
    queryKey: ['desktop', 'info'],
    queryFn: () => answerOf(shell.invoke('app.info')),
  });
  return (
    <>
      <SettingGroup title={t('settings.section_desktop')}>
        <LoginRow shell={shell} />
        <ShortcutRow shell={shell} />
      </SettingGroup>
      <SettingGroup title={t('desktop.tray')} hint={t('desktop.tray_hint')}>
        {info.data === undefined ? (
          <Skeleton height="6rem" />
        ) : (
          <FactList
            facts={[
              [t('desktop.app_version'), info.data.version],
              ['Electron', info.data.electron],
              [t('desktop.log'), <code key="log">{info.data.log_file}</code>],
            ]}
          />
        )}
      </SettingGroup>
    </>
  );
}

function LoginRow({ shell }: { shell: DesktopBridge }) {
  const { t } = useLanguage();
  const id = useId();
  const cache = useQueryClient();
  const queryKey = ['desktop', 'login-item'];
  const state = useQuery({ queryKey, queryFn: () => answerOf(shell.invoke('login-item.get')) });
  const change = useMutation({
    mutationFn: (isEnabled: boolean) => answerOf(shell.invoke('login-item.set', { is_enabled: isEnabled })),
    onSuccess: (reply) => cache.setQueryData(queryKey, reply),
  });
  const failure = state.error ?? change.error;
  return (
    <SettingRow
      title={t('desktop.open_at_login')}
      hint={t('desktop.open_at_login_hint')}
      labelFor={id}
      problem={failure === null ? undefined : t(`error.${failureOf(failure).code}`)}
    >
      <Switch
        id={id}
        size="md"
        disabled={state.data === undefined}
        checked={change.isPending ? change.variables : (state.data?.is_enabled ?? false)}
        onChange={(event) => change.mutate(event.currentTarget.checked)}
      />
    </SettingRow>
  );
}

function ShortcutRow({ shell }: { shell: DesktopBridge }) {
  const { t } = useLanguage();
  const id = useId();
  const cache = useQueryClient();
  const queryKey = ['desktop', 'shortcut'];
  const [isListening, setIsListening] = useState(false);
  const state = useQuery({ queryKey, queryFn: () => answerOf(shell.invoke('shortcut.get')) });
  const change = useMutation({
    mutationFn: (accelerator: string | null) => answerOf(shell.invoke('shortcut.set', { accelerator })),
    onSuccess: (reply) => cache.setQueryData(queryKey, reply),
  });
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Tab') return;
    event.preventDefault();
    const accelerator = acceleratorOf(event);
    if (accelerator === undefined) return;
    setIsListening(false);
    change.mutate(accelerator);
  };
  const current = state.data?.accelerator ?? null;
  const failure = state.error ?? change.error;
  const isTaken = current !== null && state.data?.is_active === false;
  return (
    <SettingRow
      title={t('desktop.shortcut')}
      hint={t('desktop.shortcut_hint')}
      labelFor={id}
      problem={
        failure === null
          ? isTaken
            ? t('desktop.shortcut_taken')
            : undefined
          : t(`error.${failureOf(failure).code}`)
      }
    >
      <TextInput
        id={id}
        w="12rem"
        readOnly
        value={
          isListening
            ? t('desktop.press_keys')
            : current === null
              ? t('desktop.off')
              : acceleratorText(current)
        }
        onFocus={() => setIsListening(true)}
        onClick={() => setIsListening(true)}
        onBlur={() => setIsListening(false)}
        onKeyDown={press}
      />
      {current === null ? (
        <Button variant="default" onClick={() => change.mutate(state.data?.suggested ?? null)}>
          {t('desktop.turn_on')}
        </Button>
      ) : (
        <Button variant="default" onClick={() => change.mutate(null)}>
          {t('desktop.turn_off')}
        </Button>
      )}
    </SettingRow>
  );
}
