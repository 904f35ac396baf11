/** A lesson, or a part of it, made while the client waits. The file is temporary: it goes when the reply has ended. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { z } from 'zod';
import type { downloadQuerySchema } from '../../contract/vod.ts';
import type { LessonRow } from '../db/recordings-read.ts';
import { downloadName, makePart, planPart } from './lesson-part.ts';
import type { RangedFile } from './streams.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';
import { makeWorkFolder } from '../lesson/work-folder.ts';

export type Download = { file: RangedFile; filename: string; release(): Promise<void> };

/** @throws AppError rendition_unknown, rendition_not_ready, range_invalid, media_not_ready, disk_full */
export async function makeDownload(
  parts: LessonParts,
  lesson: LessonRow,
  query: z.infer<typeof downloadQuerySchema>,
  signal: AbortSignal,
): Promise<Download> {
  const part = await planPart(parts, lesson, query);
  const work = await makeWorkFolder(parts.store, 'download');
  try {
    const output = await makePart(parts, part, { work, title: lesson.title, signal });
    const info = await stat(output);
    const file: RangedFile = {
      size: info.size,
      etag: `"${info.size.toString(36)}-${Math.round(info.mtimeMs).toString(36)}"`,
      lastModified: info.mtime,
      contentType: 'video/mp4',
      cacheControl: 'no-store',
      openRange: (start, end) => createReadStream(output, { start, end }),
    };
    return { file, filename: downloadName(lesson), release: () => work.remove() };
  } catch (error) {
    await work.remove();
    throw error;
  }
}
