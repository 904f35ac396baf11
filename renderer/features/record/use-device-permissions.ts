/**
 * Whether this computer lets the desktop app film and listen. What was never asked is asked as soon as a camera or a
 * microphone is chosen, before ffmpeg opens it; what was denied can only be changed in the system's settings.
 */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { answerOf, desktop } from '../../api/desktop.ts';
import { keys } from '../../api/keys.ts';

const kinds = ['camera', 'microphone'] as const;
export type DeviceKind = (typeof kinds)[number];

/** Somebody who allows it in the settings comes back to a page that knows (ms). */
const lookAgainMs = 2000;
const queryKey = ['desktop', 'permissions'];

export type DevicePermissions = {
  /** Of what is wanted. */
  denied: readonly DeviceKind[];
  /** The system's question is open, or about to be. */
  isAsking: boolean;
  openSettings: (kind: DeviceKind) => void;
};

/** In a browser nothing is ever denied: there the core's own computer is what films. */
export function useDevicePermissions(wanted: Record<DeviceKind, boolean>): DevicePermissions {
  const shell = desktop();
  const cache = useQueryClient();
  const asked = useRef(new Set<DeviceKind>());
  const { data, isPending } = useQuery({
    queryKey,
    enabled: shell !== undefined,
    staleTime: 0,
    queryFn: async () => (shell === undefined ? null : answerOf(shell.invoke('permission.state'))),
    refetchInterval: ({ state }) =>
      kinds.some((kind) => wanted[kind] && isDenied(state.data?.[kind])) ? lookAgainMs : false,
  });
  const request = useMutation({
    mutationFn: async (kind: DeviceKind) =>
      shell === undefined ? null : answerOf(shell.invoke('permission.request', { kind })),
    onSuccess: async (permissions) => {
      cache.setQueryData(queryKey, permissions);
      // Devices have names only for who may use them.
      await cache.invalidateQueries({ queryKey: keys.sources });
    },
  });
  const { mutate, isPending: isRequesting } = request;
  const next = kinds.find((kind) => wanted[kind] && data?.[kind] === 'not-determined');
  useEffect(() => {
    // A question that was closed without an answer is not put again by itself.
    if (next === undefined || isRequesting || asked.current.has(next)) return;
    asked.current.add(next);
    mutate(next);
  }, [next, isRequesting, mutate]);
  return {
    denied: kinds.filter((kind) => wanted[kind] && isDenied(data?.[kind])),
    isAsking: shell !== undefined && (wanted.camera || wanted.microphone) && (isPending || isRequesting),
    openSettings: mutate,
  };
}

function isDenied(state: string | undefined): boolean {
  return state === 'denied' || state === 'restricted';
}
