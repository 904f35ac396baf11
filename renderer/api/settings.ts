/** The settings in force, and changes of them that show before the core has answered. */
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SettingsReply } from '../../contract/settings.ts';
import { keys } from './keys.ts';
import { changeSettings, getSettings } from './system.ts';

export const settingsQuery = queryOptions({
  queryKey: keys.settings,
  queryFn: ({ signal }) => getSettings(signal),
});

export function useSettings() {
  return useQuery(settingsQuery);
}

/** `mutate` takes any part of the settings. */
export function useChangeSettings() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: changeSettings,
    onMutate: async (change: Record<string, unknown>) => {
      await cache.cancelQueries({ queryKey: keys.settings });
      const before = cache.getQueryData<SettingsReply>(keys.settings);
      if (before !== undefined) cache.setQueryData(keys.settings, withChange(before, change));
      return { before };
    },
    onError: (_error, _change, context) => {
      if (context?.before !== undefined) cache.setQueryData(keys.settings, context.before);
    },
    onSuccess: (settings) => cache.setQueryData(keys.settings, settings),
  });
}

/** Nested parts are merged, everything else is replaced. Pure. */
export function withChange<T extends object>(before: T, change: Record<string, unknown>): T {
  const merged: Record<string, unknown> = { ...(before as Record<string, unknown>) };
  for (const [name, value] of Object.entries(change)) {
    const old = merged[name];
    merged[name] = isPart(old) && isPart(value) ? withChange(old, value) : value;
  }
  return merged as T;
}

function isPart(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
