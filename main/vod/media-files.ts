/**
 * Finds the file behind a fragment's address. A player asks for a part of the same file every few seconds, a class of
 * thirty thirty times as often: of a finished take, what was found is known until the lesson changes.
 */
import { LRUCache } from 'lru-cache';
import { isActive } from '../../contract/recording.ts';
import type { RenditionName } from '../../contract/vod.ts';
import type { ChangeLog } from '../cache/change-log.ts';
import { lessonFamily } from '../cache/families.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';
import { visibleLesson } from '../lesson/lesson-info.ts';
import { type RangedFile, mediaFileOf, requireRendition } from './streams.ts';

/** A file may go with its disk, of which no row tells (ms). */
const knownForMs = 60_000;
const mostKnown = 2000;

type MediaFileParts = Pick<LessonParts, 'db' | 'takeIndexes' | 'log' | 'settings' | 'store'> & {
  changes: Pick<ChangeLog, 'now' | 'isUnchanged'>;
};

export class MediaFiles {
  readonly #parts: MediaFileParts;
  readonly #known = new LRUCache<string, { file: RangedFile; madeAt: number }>({
    max: mostKnown,
    ttl: knownForMs,
  });

  constructor(parts: MediaFileParts) {
    this.#parts = parts;
  }

  /** @throws AppError recording_not_found, rendition_unknown, rendition_not_ready, media_missing, media_not_ready */
  async find(recordingId: string, rendition: RenditionName, seq: number): Promise<RangedFile> {
    const { changes, db } = this.#parts;
    const name = `${recordingId}/${rendition}/${seq}`;
    const madeAt = changes.now();
    const known = this.#known.get(name);
    if (known !== undefined && changes.isUnchanged([lessonFamily(recordingId)], known.madeAt)) {
      return known.file;
    }
    const lesson = await visibleLesson(db, recordingId);
    await requireRendition(this.#parts, lesson, rendition);
    const file = await mediaFileOf(this.#parts, lesson, rendition, seq);
    if (!isActive(lesson.status)) this.#known.set(name, { file, madeAt });
    return file;
  }
}
