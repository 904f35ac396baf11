/** Updates of the desktop program, kept up to date by the shell. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { DesktopBridge } from '../../contract/ipc.ts';
import { answerOf } from './desktop.ts';

export const updatesKey = ['desktop', 'updates'] as const;

export function useUpdates(shell: DesktopBridge) {
  const cache = useQueryClient();
  useEffect(() => shell.on('updates', (state) => cache.setQueryData(updatesKey, state)), [cache, shell]);
  return useQuery({ queryKey: updatesKey, queryFn: () => answerOf(shell.invoke('updates.state')) });
}
