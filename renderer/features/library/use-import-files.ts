/** Takes files in, with what their names and the settings say about the lessons. */
import type { SearchReply } from '../../../contract/search.ts';
import { useSettings } from '../../api/settings.ts';
import { fieldsOfFile } from './file-fields.ts';
import { addImports } from './import-queue.ts';

export function useImportFiles(facets: SearchReply['facets'] | undefined): (files: File[]) => void {
  const { data: settings } = useSettings();
  return (files) => {
    const subjects = (facets?.subject ?? []).map(({ value }) => value);
    const profile = settings?.profile;
    addImports(
      files.map((file) => {
        const { started_at: startedAt, ...known } = fieldsOfFile(file.name, subjects);
        const teacher = profile?.teacher_name ?? '';
        const fields = { teacher_name: teacher, class_name: '', subject: '', session_date: '' };
        return { file, fields: Object.assign(fields, known), startedAt };
      }),
    );
  };
}
