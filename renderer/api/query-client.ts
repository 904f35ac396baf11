/** The one place where the page keeps what the core said. */
import { QueryClient } from '@tanstack/react-query';
import { isPassing } from './client.ts';

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Events say what changed; without them an answer is trusted for a while.
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        retry: (count, error) => count < 20 && isPassing(error),
        retryDelay: (count) => Math.min(500 * 2 ** count, 5000),
        refetchOnWindowFocus: false,
        // The core is on this machine: the browser's idea of being offline says nothing about it.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
}
