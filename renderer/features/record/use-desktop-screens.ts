/** Screens as the desktop shell sees them, with pictures; nothing in a browser. */
import { useQuery } from '@tanstack/react-query';

/** Pictures are as old as this (ms). */
const refreshMs = 5000;

export function useDesktopScreens() {
  const bridge = window.airclass;
  return useQuery({
    queryKey: ['desktop', 'screens'],
    enabled: bridge !== undefined,
    refetchInterval: refreshMs,
    queryFn: async () => {
      const reply = await bridge?.invoke('screen.list');
      return reply?.ok === true ? reply.value : null;
    },
  });
}
