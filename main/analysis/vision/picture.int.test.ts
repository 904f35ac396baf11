import { describe, expect, test } from 'vitest';
import sharp from 'sharp';
import { pngOf, twoColours } from '../../testing/bad-pictures.ts';
import { cutView, fromView, loadPicture, squareFrom, wholeOf } from './picture.ts';

type Loaded = Awaited<ReturnType<typeof loadPicture>>;
const at = ({ rgb, width }: Loaded, x: number, y: number): number[] => [
  ...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
];
const isRed = ([red = 0, green = 0, blue = 0]: number[]): boolean => red > 200 && green < 60 && blue < 60;
const isBlue = ([red = 0, green = 0, blue = 0]: number[]): boolean => blue > 200 && red < 60 && green < 60;

const frame = async (background: string) =>
  sharp({ create: { width: 16, height: 16, channels: 3, background } })
    .png()
    .toBuffer();

describe('a picture becomes RGB bytes as it is seen', () => {
  test.each(['jpeg', 'png', 'webp', 'tiff', 'gif'] as const)('%s', async (format) => {
    const picture = await loadPicture(await (await twoColours()).toFormat(format).toBuffer());
    expect(picture).toMatchObject({ width: 64, height: 32, original: { width: 64, height: 32 } });
    expect(picture.rgb).toHaveLength(64 * 32 * 3);
    expect(isRed(at(picture, 5, 16))).toBe(true);
    expect(isBlue(at(picture, 58, 16))).toBe(true);
  });

  test('turned as EXIF says', async () => {
    // 6: to be turned right by a quarter; what was left is then on top.
    const bytes = await (await twoColours()).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const picture = await loadPicture(bytes);
    expect(picture).toMatchObject({ width: 32, height: 64, original: { width: 32, height: 64 } });
    expect(isRed(at(picture, 16, 5))).toBe(true);
    expect(isBlue(at(picture, 16, 58))).toBe(true);
  });

  test('CMYK as printers have it', async () => {
    const bytes = await (await twoColours()).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    expect((await sharp(bytes).metadata()).space).toBe('cmyk');
    const picture = await loadPicture(bytes);
    expect(picture.rgb).toHaveLength(64 * 32 * 3);
    const [red = 0, , blue = 0] = at(picture, 5, 16);
    expect(red).toBeGreaterThan(blue + 80);
  });

  test('16 bits a channel, also grey', async () => {
    const wide = await (await twoColours()).toColourspace('rgb16').png().toBuffer();
    expect((await sharp(wide).metadata()).depth).toBe('ushort');
    const picture = await loadPicture(wide);
    expect(isRed(at(picture, 5, 16))).toBe(true);
    const grey = await sharp({ create: { width: 20, height: 10, channels: 3, background: '#808080' } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    const [value = 0] = at(await loadPicture(grey), 5, 5);
    expect(Math.abs(value - 128)).toBeLessThan(3);
  });

  test('transparent parts on white, as pages are', async () => {
    const clear = { r: 0, g: 0, b: 0, alpha: 0 };
    const bytes = await sharp({ create: { width: 8, height: 8, channels: 4, background: clear } })
      .png()
      .toBuffer();
    expect(at(await loadPicture(bytes), 4, 4)).toEqual([255, 255, 255]);
  });

  test('of an animation the first frame', async () => {
    const frames = [await frame('#ff0000'), await frame('#0000ff')];
    const bytes = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await sharp(bytes).metadata()).pages).toBe(2);
    const picture = await loadPicture(bytes);
    expect(picture).toMatchObject({ width: 16, height: 16 });
    expect(isRed(at(picture, 8, 8))).toBe(true);
  });

  test('made smaller for the models when it is large, its own size remembered', async () => {
    const bytes = await (await twoColours(4000, 2000)).jpeg().toBuffer();
    expect(await loadPicture(bytes)).toMatchObject({
      width: 1920,
      height: 960,
      original: { width: 4000, height: 2000 },
    });
  });
});

describe('what is no picture is refused with a code', () => {
  test('truncated', async () => {
    const whole = await (await twoColours(640, 480)).jpeg().toBuffer();
    const png = await (await twoColours(640, 480)).png().toBuffer();
    for (const bytes of [whole.subarray(0, whole.length / 2), png.subarray(0, png.length / 2)])
      await expect(loadPicture(bytes)).rejects.toMatchObject({ code: 'image_unreadable' });
  });

  test('0 × 0', async () => {
    await expect(loadPicture(pngOf(0, 0))).rejects.toMatchObject({ code: 'image_unreadable' });
  });

  test('100 megapixels, before they are decoded', async () => {
    const bomb = pngOf(10_000, 10_000);
    expect(bomb.length).toBeLessThan(200_000);
    const before = process.memoryUsage().rss;
    await expect(loadPicture(bomb)).rejects.toMatchObject({ code: 'image_unreadable' });
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
  });

  test('an SVG, which is never rendered', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>');
    await expect(loadPicture(svg)).rejects.toMatchObject({ code: 'unsupported_media_type' });
  });

  test('noise behind the first bytes of a JPEG', async () => {
    const noise = Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.alloc(2000, 'x')]);
    await expect(loadPicture(noise)).rejects.toMatchObject({ code: 'image_unreadable' });
  });
});

describe('views for models', () => {
  test('hold the part of the picture, and background beyond it', async () => {
    const picture = await loadPicture(await (await twoColours()).png().toBuffer());
    const view = { x: 48, y: 0, width: 32, height: 32 };
    const rgb = await cutView(picture, view, 16, 114);
    expect(rgb).toHaveLength(16 * 16 * 3);
    expect([...rgb.subarray(0, 3)]).toEqual([0, 0, 255]);
    expect([...rgb.subarray(15 * 3, 16 * 3)]).toEqual([114, 114, 114]);
    expect(fromView({ x: 4, y: 4, width: 4, height: 4 }, view, 16)).toEqual({
      x: 56,
      y: 8,
      width: 8,
      height: 8,
    });
  });

  test('may lie outside altogether, or be smaller than a pixel', async () => {
    const picture = await loadPicture(await (await twoColours()).png().toBuffer());
    expect(await cutView(picture, { x: 500, y: 500, width: 9, height: 9 }, 8)).toEqual(
      new Uint8Array(8 * 8 * 3),
    );
    expect(await cutView(picture, { x: 3.2, y: 3.2, width: 0.5, height: 0.5 }, 8)).toHaveLength(8 * 8 * 3);
    const whole = squareFrom(wholeOf(picture));
    expect(await cutView(picture, whole, 8)).toHaveLength(8 * 8 * 3);
  });
});
