/**
 * Pictures of a lesson that the classroom sends in: checked to be what they claim, measured, stored once. Refuses
 * anything but JPEG, PNG and WebP, by content and not by name.
 */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { screenshotFieldsSchema, screenshotReplySchema } from '../../contract/sessions.ts';
import { AppError } from '../base/app-error.ts';
import { newId } from '../base/ids.ts';
import { loadSharp } from '../media/load-sharp.ts';
import { utc } from '../db/chat.ts';
import type { Db } from '../db/database.ts';
import { findScreenshot, insertScreenshot } from '../db/screenshots.ts';
import { requireSession } from '../db/sessions.ts';
import { screenshotKey } from '../storage/lesson-keys.ts';

export const maxImageBytes = 20_000_000;
export const maxImagePixels = 40_000_000;

/** What is needed of the file store. */
export type ScreenshotFiles = {
  put(key: string, data: Buffer): Promise<void>;
  remove(key: string): Promise<void>;
};

const extensions = { jpeg: 'jpg', png: 'png', webp: 'webp' } as const;

export type ImageFacts = { extension: 'jpg' | 'png' | 'webp'; width: number; height: number };

/**
 * Decodes the picture once, so that a torn file is refused now and not by whoever opens it later.
 * @throws AppError payload_too_large, image_unreadable
 */
export async function inspectImage(image: Buffer): Promise<ImageFacts> {
  if (image.length > maxImageBytes) {
    throw new AppError('payload_too_large', 'A picture may have at most 20 MB');
  }
  try {
    const sharp = await loadSharp();
    const source = sharp(image, { limitInputPixels: maxImagePixels, failOn: 'error' });
    const { format, width, height } = await source.metadata();
    if (format !== 'jpeg' && format !== 'png' && format !== 'webp') {
      throw new AppError('image_unreadable', 'Only JPEG, PNG and WebP pictures are accepted');
    }
    if (width * height > maxImagePixels) {
      throw new AppError('image_unreadable', 'A picture may have at most 40 megapixels');
    }
    await source.stats();
    return { extension: extensions[format], width, height };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('image_unreadable', 'The picture is damaged, too large or not a picture', {
      cause: error,
    });
  }
}

/**
 * Stores a picture; the same picture of the same moment again answers with the first one's id.
 * @throws AppError session_not_found, payload_too_large, image_unreadable
 */
export async function addScreenshot(
  db: Db,
  files: ScreenshotFiles,
  sessionId: string,
  screenshot: z.infer<typeof screenshotFieldsSchema> & { image: Buffer },
): Promise<z.infer<typeof screenshotReplySchema>> {
  await requireSession(db, sessionId);
  const { extension, width, height } = await inspectImage(screenshot.image);
  const same = {
    session_id: sessionId,
    taken_at: utc(screenshot.taken_at),
    sha256: createHash('sha256').update(screenshot.image).digest('hex'),
  };
  const known = await findScreenshot(db, same);
  if (known !== undefined) return pickReply(known);
  const screenshotId = newId();
  const key = screenshotKey(screenshotId, extension);
  // The file first: a row never names a file that is not there.
  await files.put(key, screenshot.image);
  let isStored = false;
  try {
    isStored = await insertScreenshot(db, {
      ...same,
      screenshot_id: screenshotId,
      student_id: screenshot.student_id ?? null,
      file_key: key,
      width,
      height,
      size_bytes: screenshot.image.length,
    });
  } finally {
    if (!isStored) await files.remove(key);
  }
  // Sent twice at once: the other request was quicker.
  if (!isStored)
    return pickReply((await findScreenshot(db, same)) ?? { screenshot_id: screenshotId, width, height });
  return { screenshot_id: screenshotId, width, height };
}

function pickReply({ screenshot_id, width, height }: z.infer<typeof screenshotReplySchema>) {
  return { screenshot_id, width, height };
}
