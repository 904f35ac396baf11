/**
 * A submitted or sampled picture, decoded once into RGB bytes that all models share: turned as EXIF says, any colour
 * space as sRGB, 8 bits, transparency on white (as pages are), of an animation its first frame. Runs in the analysis
 * host: what a decoder does with hostile bytes ends there.
 */
import sharp from 'sharp';
import type { Box } from '../../../contract/analysis.ts';
import { AppError } from '../../base/app-error.ts';
import { clipBox } from './boxes.ts';
import { imageFormat } from './image-format.ts';

/** A picture of 40 megapixels is decoded into 120 MB. */
export const maxImagePixels = 40_000_000;
/** How every picture from outside is decoded: damage that a viewer would not notice is no reason to refuse it. */
export const decoding = { limitInputPixels: maxImagePixels, failOn: 'error' } as const;
/** More detail than this finds nothing more: the models look at 192–640 px, zoomed in on a person too (px). */
const longestSide = 1920;

export type Picture = {
  /** Three bytes a pixel, row by row. */
  rgb: Uint8Array;
  width: number;
  height: number;
  /** As it is seen (after rotation), before it was made smaller for the models. */
  original: { width: number; height: number };
};

/** @throws AppError payload_too_large, unsupported_media_type, image_unreadable */
export async function loadPicture(bytes: Uint8Array): Promise<Picture> {
  imageFormat(bytes);
  try {
    const { autoOrient: original } = await sharp(bytes, decoding).metadata();
    if (original.width * original.height > maxImagePixels)
      throw new AppError('image_unreadable', 'A picture may have at most 40 megapixels');
    const { data, info } = await sharp(bytes, decoding)
      .autoOrient()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new AppError('image_unreadable', 'The picture has no colours');
    return { rgb: data, width: info.width, height: info.height, original };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('image_unreadable', 'The picture is damaged, too large or not a picture', {
      cause: error,
    });
  }
}

export function wholeOf({ width, height }: { width: number; height: number }): Box {
  return { x: 0, y: 0, width, height };
}

/** The square that begins at the box's upper left corner and holds it: fitted into a model without changing its shape. */
export function squareFrom({ x, y, width, height }: Box): Box {
  const side = Math.max(width, height);
  return { x, y, width: side, height: side };
}

/**
 * A part of a picture in the size a model wants.
 * @param box may reach beyond the picture: there is background
 * @param size of both sides in pixels
 * @param background grey value 0–255
 */
export async function cutView(picture: Picture, box: Box, size: number, background = 0): Promise<Uint8Array> {
  const inside = clipBox(box, picture);
  const left = Math.floor(inside.x);
  const top = Math.floor(inside.y);
  const width = Math.min(picture.width - left, Math.ceil(inside.width));
  const height = Math.min(picture.height - top, Math.ceil(inside.height));
  if (width < 1 || height < 1) return new Uint8Array(size * size * 3).fill(background);
  const scaleX = size / box.width;
  const scaleY = size / box.height;
  const leftGap = fit((left - box.x) * scaleX, size - 1);
  const topGap = fit((top - box.y) * scaleY, size - 1);
  const shownWidth = Math.max(1, fit(width * scaleX, size - leftGap));
  const shownHeight = Math.max(1, fit(height * scaleY, size - topGap));
  const grey = { r: background, g: background, b: background };
  return sharp(picture.rgb, { raw: { width: picture.width, height: picture.height, channels: 3 } })
    .extract({ left, top, width, height })
    .resize(shownWidth, shownHeight, { fit: 'fill', kernel: 'linear' })
    .extend({
      left: leftGap,
      top: topGap,
      right: size - leftGap - shownWidth,
      bottom: size - topGap - shownHeight,
      background: grey,
    })
    .raw()
    .toBuffer();
}

function fit(value: number, most: number): number {
  return Math.min(most, Math.max(0, Math.round(value)));
}

/** Where something found in a view of `size` pixels lies in the picture that the view was cut from. */
export function fromView(box: Box, view: Box, size: number): Box {
  const scaleX = view.width / size;
  const scaleY = view.height / size;
  return {
    x: view.x + box.x * scaleX,
    y: view.y + box.y * scaleY,
    width: box.width * scaleX,
    height: box.height * scaleY,
  };
}
