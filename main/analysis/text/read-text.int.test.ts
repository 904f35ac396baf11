import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createHostContext } from '../host/host-context.ts';
import { createModelFiles, modelFolders } from '../models/model-files.ts';
import { pngOf } from '../../testing/bad-pictures.ts';
import { hasSlideFont } from '../../testing/this-system.ts';
import { loadPicture } from '../vision/picture.ts';
import { readText } from './read-text.ts';

const context = createHostContext(createModelFiles(modelFolders('/nowhere')));

type Line = { text: string; x?: number; y: number; size?: number };

function picture(
  lines: readonly Line[],
  look: { ground: string; ink: string } = { ground: '#ffffff', ink: '#222222' },
  more = '',
) {
  const texts = lines.map(
    ({ text, x = 90, y, size = 40 }) => `<text x="${x}" y="${y}" font-size="${size}">${text}</text>`,
  );
  return sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720" font-family="Noto Sans CJK KR">
      <rect width="1280" height="720" fill="${look.ground}"/>${more}<g fill="${look.ink}">${texts.join('')}</g></svg>`),
  );
}

const read = async (image: Uint8Array) => readText(context, { image }, new AbortController().signal);

describe('text on a picture', () => {
  it.runIf(hasSlideFont)(
    'is read in Korean with spaces as Koreans write them, line by line with its place',
    async () => {
      const image = await picture([
        { text: '광합성이 일어나는 곳', y: 120, size: 60 },
        { text: '엽록체에서 양분을 만든다', y: 260 },
      ])
        .jpeg()
        .toBuffer();
      const { text, heading, lines, width, height } = await read(image);
      expect(text).toBe('광합성이 일어나는 곳\n엽록체에서 양분을 만든다');
      expect(heading).toBe('광합성이 일어나는 곳');
      expect([width, height]).toEqual([1280, 720]);
      expect(lines[1]).toMatchObject({ language: 'ko' });
      expect(lines[1]?.confidence).toBeGreaterThan(0.8);
      expect(lines[1]?.box.x).toBeGreaterThan(80);
      expect(lines[1]?.box.y).toBeGreaterThan(215);
      expect((lines[1]?.box.y ?? 0) + (lines[1]?.box.height ?? 0)).toBeLessThan(285);
    },
  );

  it.runIf(hasSlideFont)('is read where both scripts share a word', async () => {
    const image = await picture([
      { text: 'DNA는 이중 나선 구조이다', y: 200 },
      { text: '변수(variable)에 값을 저장한다', y: 300 },
    ])
      .png()
      .toBuffer();
    const { text, lines } = await read(image);
    expect(text.split('\n')[0]).toBe('DNA는 이중 나선 구조이다');
    expect(text).toContain('변수(variable)');
    expect(lines.map(({ language }) => language)).toEqual(['mixed', 'mixed']);
  });

  it('is read on a dark ground and on a panel, down one column before the next', async () => {
    const image = await picture(
      [
        { text: 'Past and present', y: 110, size: 56 },
        { text: 'I saw the film yesterday', y: 260, size: 34 },
        { text: 'I have seen the film twice', x: 720, y: 260, size: 34 },
        { text: 'She lived here in 2010', y: 330, size: 34 },
        { text: 'She has lived here since', x: 720, y: 330, size: 34 },
      ],
      { ground: '#14202b', ink: '#f2f4ff' },
      '<rect x="680" y="180" width="520" height="220" fill="#24364a"/>',
    )
      .png()
      .toBuffer();
    expect((await read(image)).text.split('\n')).toEqual([
      'Past and present',
      'I saw the film yesterday',
      'She lived here in 2010',
      'I have seen the film twice',
      'She has lived here since',
    ]);
  });

  it('has its places in pixels of a picture larger than is read', async () => {
    const image = await picture([{ text: 'A large picture', y: 300, size: 60 }])
      .resize(2560)
      .png()
      .toBuffer();
    const { lines, width } = await read(image);
    expect(width).toBe(2560);
    expect(lines[0]?.box.x).toBeGreaterThan(160);
    expect(lines[0]?.box.width).toBeGreaterThan(600);
  });

  it('is none on an empty picture, and on noise', async () => {
    expect(await read(await picture([]).png().toBuffer())).toMatchObject({
      text: '',
      heading: '',
      lines: [],
    });
    const noise = await sharp({
      create: {
        width: 640,
        height: 360,
        channels: 3,
        background: '#808080',
        noise: { type: 'gaussian', mean: 128, sigma: 40 },
      },
    })
      .jpeg()
      .toBuffer();
    expect((await read(noise)).lines).toEqual([]);
  });

  it('says of what is no picture that it cannot be read', async () => {
    for (const image of [Buffer.from('no picture'), Buffer.alloc(0)])
      await expect(read(image)).rejects.toMatchObject({ code: 'image_unreadable' });
    const whole = await picture([{ text: 'Cut off', y: 300 }])
      .jpeg()
      .toBuffer();
    await expect(read(whole.subarray(0, 300))).rejects.toMatchObject({ code: 'image_unreadable' });
  });

  it('is read where a picture is a little damaged, as the other models see it', async () => {
    const whole = await picture([{ text: 'Once more', y: 300, size: 60 }])
      .jpeg()
      .toBuffer();
    // The marker of the end follows too early: to a decoder a warning.
    const damaged = Buffer.concat([whole.subarray(0, -60), whole.subarray(-2)]);
    await expect(sharp(damaged).stats()).rejects.toThrow('premature end');
    expect((await loadPicture(damaged)).width).toBe(1280);
    expect((await read(damaged)).text).toBe('Once more');
  });

  it('takes no more pixels than the other models do', async () => {
    const large = pngOf(8000, 6000);
    await expect(loadPicture(large)).rejects.toMatchObject({ code: 'image_unreadable' });
    await expect(read(large)).rejects.toMatchObject({ code: 'image_unreadable' });
  });

  it('says at once when the data of a language are not there', async () => {
    const broken = { session: async () => Promise.reject(new Error()), hasModel: () => true };
    const nowhere = { ...broken, modelPath: () => '/nowhere' };
    const image = await picture([]).png().toBuffer();
    const reading = readText(nowhere, { image }, new AbortController().signal);
    await expect(reading).rejects.toMatchObject({ code: 'model_damaged' });
  });

  it('is given up at once when nobody waits for it, and read again later', async () => {
    const image = await picture([{ text: 'Once more', y: 300, size: 60 }])
      .png()
      .toBuffer();
    const nobody = new AbortController();
    const reading = readText(context, { image }, nobody.signal);
    setImmediate(() => nobody.abort());
    await expect(reading).rejects.toMatchObject({ code: 'job_cancelled' });
    expect((await read(image)).text).toBe('Once more');
  });
});
