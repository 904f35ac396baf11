/** Takes what was found out away: as tables for a spreadsheet, or as data for other programs. */
import { Button, Popover } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { SessionExportPart } from '../../../../contract/session-analysis.ts';
import { sessionExportRoute } from '../../../api/class-session.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { SaveFileButton } from '../../../ui/save-file-button.tsx';
import { useSessionFacts } from '../class-data.ts';
import classes from './save-menu.module.css';

const kinds = ['insights', 'topics', 'timeline'] as const satisfies SessionExportPart[];
const formats = ['csv', 'json'] as const;

export function SaveMenu({ sessionId }: { sessionId: string }) {
  const { t, language } = useLanguage();
  const { data: session } = useSessionFacts(sessionId);
  const [isOpen, setIsOpen] = useState(false);
  const title = session?.title ?? '';
  // What no file system takes in a name.
  const lesson = (title === '' ? t('library.untitled') : title).replaceAll(/[\\/:*?"<>|]/g, '-');
  return (
    <Popover
      opened={isOpen}
      onChange={setIsOpen}
      position="bottom-end"
      shadow="md"
      trapFocus
      returnFocus
      withRoles={false}
    >
      <Popover.Target>
        <Button
          variant="default"
          size="sm"
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          leftSection={<IconDownload size="1rem" stroke={1.5} aria-hidden="true" />}
          onClick={() => setIsOpen(!isOpen)}
        >
          {t('overview.save')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('overview.save')} className={classes.menu ?? ''}>
        <table className={classes.files}>
          <thead>
            <tr>
              <td />
              {formats.map((format) => (
                <th key={format} scope="col">
                  {t(`overview.format_${format}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kinds.map((kind) => (
              <tr key={kind}>
                <th scope="row">{t(`overview.file_${kind}`)}</th>
                {formats.map((format) => (
                  <td key={format}>
                    <SaveFileButton
                      route={sessionExportRoute(sessionId, kind, { format, language })}
                      fileName={`${lesson} ${t(`overview.file_${kind}`)}.${format}`}
                      size="compact-sm"
                      variant="default"
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <p className={classes.hint}>{t('overview.save_hint')}</p>
      </Popover.Dropdown>
    </Popover>
  );
}
