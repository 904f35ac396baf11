/** A video file that was given to the desktop app (opened with it, or dropped on its icon): asks before it is taken in. */
import { Button, Group } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link, useLocation, useSearch } from 'wouter';
import type { DesktopBridge } from '../../../contract/ipc.ts';
import { answerOf, desktop } from '../../api/desktop.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { newSessionId } from '../record/session-id.ts';
import { fieldsOfFile } from './file-fields.ts';

async function takeIn(bridge: DesktopBridge, fileId: string, name: string): Promise<void> {
  const fields = { session_id: newSessionId(new Date()), ...fieldsOfFile(name) };
  await answerOf(bridge.invoke('video.import', { file_id: fileId, fields }));
}

export function HandedFilePage() {
  const { t } = useLanguage();
  const [, go] = useLocation();
  const parameters = new URLSearchParams(useSearch());
  const fileId = parameters.get('file') ?? '';
  const name = parameters.get('name') ?? '';
  const bridge = desktop();
  const start = useMutation({
    mutationFn: async () => {
      if (bridge !== undefined) await takeIn(bridge, fileId, name);
    },
    onSuccess: () => go('/activity'),
  });
  return (
    <>
      <EmptyState
        icon={<IconFileImport stroke={1.5} />}
        title={t('import.handed_title')}
        hint={t('import.handed_hint', { name })}
        action={
          <Group justify="center">
            <Button
              loading={start.isPending}
              disabled={bridge === undefined || fileId === ''}
              onClick={() => start.mutate()}
            >
              {t('import.handed_start')}
            </Button>
            <Button component={Link} href="/" variant="default">
              {t('common.cancel')}
            </Button>
          </Group>
        }
      />
      {start.error !== null && <FailureText failure={start.error} onRetry={() => start.mutate()} />}
    </>
  );
}
