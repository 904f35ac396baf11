/** From what was chosen in the source picker to the address that is recorded, and back to words about it. Pure. */
import { withMicrophone } from '../../../contract/capture-address.ts';
import type { SavedSource } from '../../../contract/recording.ts';
import type { Source } from '../../api/recording.ts';

export const sourceKinds = ['screen', 'camera', 'stream', 'saved'] as const;
export type SourceKind = (typeof sourceKinds)[number];

export type SourceChoice = {
  /** undefined: whatever this PC offers first. */
  kind: SourceKind | undefined;
  /** `stream_url` of a screen; undefined: the main one. */
  screen: string | undefined;
  camera: string | undefined;
  /** `device_id`; undefined: the one the system uses; null: without sound. */
  microphone: string | null | undefined;
  /** Typed address of a stream. */
  address: string;
  savedId: string | undefined;
};

export type Offer = {
  sources: readonly Source[];
  saved: readonly SavedSource[];
  /** The core has not answered yet. */
  isLoading: boolean;
};

type DesktopScreen = { stream_url: string; name: string; is_primary: boolean; width: number; height: number };

/**
 * Devices of this PC. The desktop shell knows every screen, the core on Windows only the whole desktop: where the
 * shell lists screens, they stand for the core's.
 */
export function withDesktopScreens(
  sources: readonly Source[],
  screens: readonly DesktopScreen[],
): readonly Source[] {
  if (screens.length === 0) return sources;
  return [
    ...screens.map(({ stream_url, name, is_primary: is_default, width, height }) => ({
      kind: 'screen' as const,
      ...{ name, stream_url, is_default, width, height },
      device_id: null,
    })),
    ...sources.filter(({ kind }) => kind !== 'screen'),
  ];
}

/** Kind that is shown: the chosen one, or the first that this PC has something for once that is known. */
export function shownKind(choice: SourceChoice, offer: Offer): SourceKind | undefined {
  if (choice.kind !== undefined) return choice.kind;
  if (offer.isLoading) return undefined;
  return sourceKinds.find((kind) => kind === 'stream' || hasAny(kind, offer)) ?? 'stream';
}

export function hasAny(kind: SourceKind, { sources, saved }: Pick<Offer, 'sources' | 'saved'>): boolean {
  if (kind === 'stream') return true;
  return kind === 'saved' ? saved.length > 0 : sources.some((source) => source.kind === kind);
}

/** The device that is chosen, or that stands in for one that has been unplugged. */
export function chosenDevice(
  kind: 'screen' | 'camera',
  choice: SourceChoice,
  { sources }: Offer,
): Source | undefined {
  const all = sources.filter((source) => source.kind === kind);
  const wanted = kind === 'screen' ? choice.screen : choice.camera;
  return all.find(({ stream_url: url }) => url === wanted) ?? all.find((one) => one.is_default) ?? all[0];
}

/** @returns `device_id` of the microphone; null: without sound */
export function chosenMicrophone(choice: SourceChoice, { sources }: Offer): string | null {
  if (choice.microphone === null) return null;
  const all = sources.filter(({ kind }) => kind === 'microphone');
  const found =
    all.find(({ device_id: id }) => id !== null && id === choice.microphone) ??
    all.find((one) => one.is_default) ??
    all[0];
  return found?.device_id ?? null;
}

/** What is recorded; undefined while nothing that could be has been chosen. */
export function chosenAddress(choice: SourceChoice, offer: Offer): string | undefined {
  const kind = shownKind(choice, offer);
  switch (kind) {
    case undefined:
      return undefined;
    case 'screen':
    case 'camera': {
      const device = chosenDevice(kind, choice, offer);
      return device === undefined
        ? undefined
        : withMicrophone(device.stream_url, chosenMicrophone(choice, offer));
    }
    case 'stream':
      return addressVerdict(choice.address) === 'fine' ? choice.address.trim() : undefined;
    case 'saved': {
      const saved = chosenSaved(choice, offer);
      return saved === undefined ? undefined : `saved:${saved.source_id}`;
    }
    default:
      return kind satisfies never;
  }
}

export function chosenSaved(choice: SourceChoice, { saved }: Pick<Offer, 'saved'>): SavedSource | undefined {
  return saved.find(({ source_id: id }) => id === choice.savedId) ?? saved[0];
}

export type AddressVerdict = 'empty' | 'unfinished' | 'unknown_kind' | 'fine';

/** Whether a typed address is worth asking for. The core decides; this only spares it half-typed ones. */
export function addressVerdict(typed: string): AddressVerdict {
  const address = typed.trim();
  if (address === '') return 'empty';
  // `screen:` and `camera:` addresses can be typed too: how a screen is recorded without the picker.
  if (/^(screen|camera):\S*$/i.test(address)) return 'fine';
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase();
  const known = ['rtmp', 'rtmps', 'rtsp', 'rtsps', 'srt', 'http', 'https'];
  if (scheme === undefined) {
    return known.some((name) => `${name}://`.startsWith(address.toLowerCase()))
      ? 'unfinished'
      : 'unknown_kind';
  }
  if (!known.includes(scheme)) return 'unknown_kind';
  if (!/^[a-z]+:\/\/[^\s/:?#]+/i.test(address) || !URL.canParse(address)) return 'unfinished';
  const url = new URL(address);
  if (scheme === 'srt' && url.port === '') return 'unfinished';
  if (scheme.startsWith('rtmp') && url.pathname.length < 2) return 'unfinished';
  return 'fine';
}

/** Addresses may hold a password or a stream key, which must not stay in the browser. */
export function isSafeToRemember(address: string): boolean {
  return !/@|[?&]|^rtmp/i.test(address);
}
