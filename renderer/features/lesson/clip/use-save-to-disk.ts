/** Saving through the desktop's own dialog. */
import { useState } from 'react';
import { ApiFailure } from '../../../api/client.ts';
import { useNotify } from '../../../ui/notify.tsx';

/** Undefined in an ordinary browser, which saves by itself. */
export function useSaveToDisk() {
  const { notifyFailure } = useNotify();
  const [isSaving, setIsSaving] = useState(false);
  const [savedPath, setSavedPath] = useState<string>();
  const desktop = window.airclass;
  if (desktop === undefined) return undefined;
  return {
    isSaving,
    savedPath,
    save: async (path: string, suggestedName: string) => {
      setIsSaving(true);
      try {
        const result = await desktop.invoke('export.save', {
          save_id: crypto.randomUUID(),
          path,
          suggested_name: suggestedName.slice(0, 200),
        });
        if (!result.ok) notifyFailure(new ApiFailure(result.error.code));
        else if (result.value.status === 'saved') setSavedPath(result.value.file_path);
      } finally {
        setIsSaving(false);
      }
    },
    showSaved: async () => {
      if (savedPath !== undefined) await desktop.invoke('file.show', { path: savedPath });
    },
  };
}
