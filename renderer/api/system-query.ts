/** Room, versions and totals of the recorder. */
import { queryOptions } from '@tanstack/react-query';
import { keys } from './keys.ts';
import { systemInfo } from './system.ts';

export const systemQuery = queryOptions({
  queryKey: keys.system,
  queryFn: ({ signal }) => systemInfo(signal),
});
