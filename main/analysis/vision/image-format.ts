/**
 * What kind of file somebody sent, by its first bytes: a declared type is not to be trusted, and nothing is handed to a
 * decoder that was not meant for it (an SVG is a program of a kind, it is never rendered). Pure.
 */
import { AppError } from '../../base/app-error.ts';

export const maxImageBytes = 20_000_000;

export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif';

const text = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCodePoint(...bytes.subarray(from, to));

/** @throws AppError payload_too_large, unsupported_media_type, image_unreadable */
export function imageFormat(bytes: Uint8Array): ImageFormat {
  if (bytes.length > maxImageBytes)
    throw new AppError('payload_too_large', 'A picture may have at most 20 MB');
  if (bytes.length === 0) throw new AppError('image_unreadable', 'The picture is empty');
  const format = knownFormat(bytes);
  if (format !== undefined) return format;
  if (isOtherPicture(bytes))
    throw new AppError('unsupported_media_type', 'Pictures are taken as JPEG, PNG, WebP, GIF, TIFF or AVIF');
  throw new AppError('image_unreadable', 'This is not a picture');
}

function knownFormat(bytes: Uint8Array): ImageFormat | undefined {
  if (text(bytes, 0, 3) === '\u00FF\u00D8\u00FF') return 'jpeg';
  if (text(bytes, 0, 8) === '\u0089PNG\r\n\u001A\n') return 'png';
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP') return 'webp';
  if (/^GIF8[79]a/.test(text(bytes, 0, 6))) return 'gif';
  if (['II*\0', 'MM\0*'].includes(text(bytes, 0, 4))) return 'tiff';
  if (/^ftypavi[fs]/.test(text(bytes, 4, 12))) return 'avif';
  return undefined;
}

/** Pictures and documents that people do send: told apart from noise so that the answer helps. */
function isOtherPicture(bytes: Uint8Array): boolean {
  const start = text(bytes, 0, Math.min(bytes.length, 1024));
  return (
    /<svg[\s>]|<!DOCTYPE svg/i.test(start) ||
    /^\s*(\u00EF\u00BB\u00BF)?<\?xml/.test(start) ||
    start.startsWith('BM') ||
    start.startsWith('%PDF-') ||
    /^.{4}ftyp(heic|heix|mif1|msf1|hevc)/s.test(start) ||
    // Compressed: an SVG may come so (.svgz).
    start.startsWith('\u001F\u008B')
  );
}
