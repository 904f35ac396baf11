import { describe, expect, test } from 'vitest';
import { isAppError } from '../../base/app-error.ts';
import { hideDetail } from './hide-detail.ts';
import { imageFormat, maxImageBytes } from './image-format.ts';
import { lightOf } from './light.ts';

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return isAppError(error) ? error.code : 'other';
  }
  return 'none';
}

describe('the format of a picture', () => {
  test('is told by its first bytes', () => {
    expect(imageFormat(Buffer.from('ffd8ffe0', 'hex'))).toBe('jpeg');
    expect(imageFormat(Buffer.from('89504e470d0a1a0a00', 'hex'))).toBe('png');
    expect(imageFormat(Buffer.from('RIFF0000WEBPVP8 '))).toBe('webp');
    expect(imageFormat(Buffer.from('GIF89a'))).toBe('gif');
    expect(imageFormat(Buffer.from('49492a00', 'hex'))).toBe('tiff');
    expect(imageFormat(Buffer.from('0000ftypavif'))).toBe('avif');
  });

  test.each([
    ['<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['<?xml version="1.0"?><svg/>'],
    ['  <!-- a drawing --> <svg width="1">'],
    ['%PDF-1.7'],
    ['BM000000'],
    ['0000ftypheic'],
  ])('names what is a picture of a kind that is not taken: %s', (text) => {
    expect(codeOf(() => imageFormat(Buffer.from(text)))).toBe('unsupported_media_type');
  });

  test('is unreadable for noise and for nothing', () => {
    expect(codeOf(() => imageFormat(Buffer.from('hello')))).toBe('image_unreadable');
    expect(codeOf(() => imageFormat(Buffer.alloc(0)))).toBe('image_unreadable');
  });

  test('is not even looked for beyond 20 MB', () => {
    expect(codeOf(() => imageFormat(Buffer.alloc(maxImageBytes + 1)))).toBe('payload_too_large');
  });
});

test('light is told by mean, spread and the brightest spots', () => {
  expect(lightOf(new Uint8Array(300))).toEqual({ mean: 0, spread: 0, bright: 0 });
  const half = new Uint8Array(300).fill(255, 0, 150);
  expect(lightOf(half).mean).toBeCloseTo(0.5);
  expect(lightOf(half).spread).toBeCloseTo(0.5);
  expect(lightOf(half).bright).toBeCloseTo(1);
});

describe('hiding a region', () => {
  const size = 60;
  const checkered = () => {
    const rgb = new Uint8Array(size * size * 3);
    for (let pixel = 0; pixel < size * size; pixel += 1) {
      const value = (pixel + Math.floor(pixel / size)) % 2 === 0 ? 0 : 255;
      rgb.fill(value, pixel * 3, pixel * 3 + 3);
    }
    return { rgb, width: size, height: size };
  };

  test('leaves six patches along its side, and the rest as it was', () => {
    const picture = checkered();
    const before = new Uint8Array(picture.rgb);
    hideDetail(picture, { x: 12, y: 12, width: 36, height: 36 });
    const row = Array.from({ length: 36 }, (_, x) => picture.rgb[(20 * size + 12 + x) * 3]);
    expect(new Set(row).size).toBeLessThanOrEqual(6);
    expect(row.every((value) => value !== 0 && value !== 255)).toBe(true);
    expect(picture.rgb.subarray(0, size * 12 * 3)).toEqual(before.subarray(0, size * 12 * 3));
    expect(picture.rgb[(20 * size + 48) * 3]).toBe(before[(20 * size + 48) * 3]);
  });

  test('may reach beyond the picture', () => {
    const picture = checkered();
    hideDetail(picture, { x: -20, y: 50, width: 200, height: 200 });
    expect(picture.rgb[(59 * size + 59) * 3]).toBeGreaterThan(0);
    expect(picture.rgb[(59 * size + 59) * 3]).toBeLessThan(255);
  });
});
