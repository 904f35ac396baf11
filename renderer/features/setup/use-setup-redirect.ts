/**
 * Leads a new installation to its first steps, once: only from the library's own address (whoever followed a link
 * wants that), only while nothing was ever recorded and nothing is being recorded.
 */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLocation, useSearch } from 'wouter';
import { keys } from '../../api/keys.ts';
import { useSettings } from '../../api/settings.ts';
import { systemInfo } from '../../api/system.ts';
import { paths } from '../../app/paths.ts';

/** Who went on to something else has seen them; this lasts as long as the tab. */
const seenKey = 'airclass.setup_seen';

export function useSetupRedirect(): void {
  const [location, navigate] = useLocation();
  const search = useSearch();
  const { data: settings } = useSettings();
  const isNew = settings?.setup_done === false;
  const { data: isEmpty } = useQuery({
    queryKey: keys.system,
    queryFn: ({ signal }) => systemInfo(signal),
    enabled: isNew,
    select: ({ library, active_recordings }) =>
      library.lessons === 0 && library.trash === 0 && active_recordings === 0,
  });
  const isDue = isNew && isEmpty === true && location === paths.library && search === '';
  useEffect(() => {
    if (!isDue || sessionStorage.getItem(seenKey) !== null) return;
    sessionStorage.setItem(seenKey, 'yes');
    navigate(paths.setup, { replace: true });
  }, [isDue, navigate]);
}
