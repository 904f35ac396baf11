/** On the desktop a finished file is saved through the system's dialog; in a browser the link does it. */
import { useMutation } from '@tanstack/react-query';
import type { LessonExport } from '../../../contract/vod.ts';
import { answerOf, desktop } from '../../api/desktop.ts';
import { exportFileUrl } from '../../api/exports.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useNotify } from '../../ui/notify.tsx';

/** @returns undefined in a browser */
export function useSaveExport() {
  const { t } = useLanguage();
  const { notify, notifyFailure } = useNotify();
  const shell = desktop();
  const save = useMutation({
    mutationFn: async (file: LessonExport) => {
      if (shell === undefined) return;
      const reply = await answerOf(
        shell.invoke('export.save', {
          save_id: crypto.randomUUID(),
          path: exportFileUrl(file.export_id),
          suggested_name: file.filename,
        }),
      );
      if (reply.status === 'cancelled') return;
      notify({
        text: t('activity.saved', { name: file.filename }),
        action: {
          label: t('activity.show_file'),
          run: () => void shell.invoke('file.show', { path: reply.file_path }),
        },
      });
    },
    onError: notifyFailure,
  });
  return shell === undefined ? undefined : save;
}
