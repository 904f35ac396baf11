/** Cancelling a job, and having it done again. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '../../api/keys.ts';
import { cancelJob, retryJob } from '../../api/system.ts';
import { useNotify } from '../../ui/notify.tsx';

/** @param again has it done again where that takes more than its job */
export function useJobActions(jobId: string, again: () => Promise<unknown> = () => retryJob(jobId)) {
  const cache = useQueryClient();
  const { notifyFailure } = useNotify();
  const options = {
    onError: notifyFailure,
    onSettled: async () => {
      await cache.invalidateQueries({ queryKey: keys.everyJob });
      await cache.invalidateQueries({ queryKey: keys.everyExport });
    },
  };
  const cancel = useMutation({ mutationFn: () => cancelJob(jobId), ...options });
  const retry = useMutation({ mutationFn: again, ...options });
  return { cancel, retry };
}
