/**
 * Addresses that somebody keeps under a name. The address with its credentials is sealed, and only ever opened for
 * ffmpeg; `saved:<source_id>` stands for it wherever an address is asked for.
 */
import type { z } from 'zod';
import {
  type SavedSource,
  savedSourceId,
  type savedSourceChangeSchema,
  type savedSourceRequestSchema,
} from '../../contract/recording.ts';
import { AppError } from '../base/app-error.ts';
import { isoTime } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import {
  type SavedSourceRow,
  deleteSavedSource,
  findSavedSource,
  insertSavedSource,
  listSavedSourceRows,
  updateSavedSource,
} from '../db/saved-sources.ts';
import { type CaptureSource, parseStreamUrl } from '../media/stream-url.ts';
import type { RecorderParts } from './recorder-parts.ts';

type Parts = Pick<RecorderParts, 'db' | 'secrets' | 'clock' | 'display'>;

/** An address with its credentials, and what it means. */
export type OpenedAddress = { url: string; source: CaptureSource };

/**
 * Reads an address as people give it, following `saved:`.
 * @throws AppError stream_url_invalid, source_not_saved
 */
export async function openAddress(
  parts: Pick<Parts, 'db' | 'secrets' | 'display'>,
  streamUrl: string,
): Promise<OpenedAddress> {
  const sourceId = savedSourceId(streamUrl);
  const url =
    sourceId === undefined
      ? streamUrl
      : parts.secrets.open((await requireSource(parts, sourceId)).stream_sealed);
  return { url, source: parseStreamUrl(url, { platform: process.platform, display: parts.display }) };
}

export class SavedSources {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** By name. */
  async list(): Promise<SavedSource[]> {
    const rows = await listSavedSourceRows(this.#parts.db);
    const { compare } = new Intl.Collator('ko', { numeric: true });
    return rows.map(toSavedSource).toSorted((a, b) => compare(a.name, b.name));
  }

  /** @throws AppError stream_url_invalid */
  async add(request: z.infer<typeof savedSourceRequestSchema>): Promise<SavedSource> {
    const row: SavedSourceRow = {
      source_id: newId(),
      name: request.name,
      ...this.#seal(request.stream_url),
      created_at: isoTime(this.#parts.clock.now()),
    };
    await insertSavedSource(this.#parts.db, row);
    return toSavedSource(row);
  }

  /** @throws AppError source_not_saved, stream_url_invalid */
  async change(sourceId: string, change: z.infer<typeof savedSourceChangeSchema>): Promise<SavedSource> {
    await updateSavedSource(this.#parts.db, sourceId, {
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.stream_url === undefined ? {} : this.#seal(change.stream_url)),
    });
    return toSavedSource(await requireSource(this.#parts, sourceId));
  }

  /** Watches of it keep its address. @throws AppError source_not_saved */
  async remove(sourceId: string): Promise<void> {
    if (!(await deleteSavedSource(this.#parts.db, sourceId))) throw new AppError('source_not_saved');
  }

  #seal(url: string): Pick<SavedSourceRow, 'stream_url' | 'stream_sealed'> {
    const source = parseStreamUrl(url, { platform: process.platform, display: this.#parts.display });
    return { stream_url: source.redacted, stream_sealed: this.#parts.secrets.seal(url) };
  }
}

async function requireSource(parts: Pick<Parts, 'db'>, sourceId: string): Promise<SavedSourceRow> {
  const row = await findSavedSource(parts.db, sourceId);
  if (row === undefined) throw new AppError('source_not_saved');
  return row;
}

function toSavedSource({ source_id, name, stream_url, created_at }: SavedSourceRow): SavedSource {
  return { source_id, name, stream_url, created_at };
}
