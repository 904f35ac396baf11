import { describe, expect, it } from 'vitest';
import { withMicrophone } from '../../contract/capture-address.ts';
import { createLevelWatcher, createPictureSplitter, previewArguments } from './preview.ts';
import { parseStreamUrl } from './stream-url.ts';

const linux = { platform: 'linux', display: ':0' } as const;

describe('a preview', () => {
  it('grabs a screen at the rate at which it is shown, a camera at its own', () => {
    const screen = previewArguments(parseStreamUrl('screen:?fps=30', linux), []).join(' ');
    expect(screen).toContain('-framerate 4 -i :0.0');
    const camera = previewArguments(parseStreamUrl('camera:0', linux), []).join(' ');
    expect(camera).toContain('-framerate 30 -i /dev/video0');
  });

  it('cuts pictures out of the stream, however the bytes are cut', () => {
    const pictures = [
      [0xff, 0xd8, 1, 0xff, 0, 2, 0xff, 0xd9],
      [0xff, 0xd8, 3, 0xff, 0xd9],
    ];
    const seen: number[][] = [];
    const split = createPictureSplitter((jpeg) => seen.push([...jpeg]));
    for (const byte of pictures.flat()) split(Buffer.from([byte]));
    expect(seen).toEqual(pictures);
    seen.length = 0;
    split(Buffer.from([...pictures.flat(), 0xff]));
    expect(seen).toEqual(pictures);
  });

  it('reads the loudness out of what ffmpeg says', () => {
    const seen: unknown[] = [];
    const watch = createLevelWatcher((level) => seen.push(level));
    const say = (text: string): void => watch(`[Parsed_ametadata_3 @ 0x55] [info] ${text}`);
    watch('[info] Stream mapping:');
    say('frame:0    pts:0       pts_time:0');
    say('lavfi.astats.Overall.Peak_level=-18.063656');
    say('lavfi.astats.Overall.RMS_level=-inf');
    expect(seen).toEqual([{ kind: 'sound', rmsDb: -Infinity, peakDb: -18.063656 }]);
  });
});

describe('a screen or camera with a microphone', () => {
  it('is an address that can be recorded', () => {
    const name = 'Mikrofon & Co, 100% (USB+2)';
    expect(parseStreamUrl(withMicrophone('screen:0', name), linux)).toMatchObject({ audioDevice: name });
    expect(parseStreamUrl(withMicrophone('camera:/dev/video2', name), linux)).toMatchObject({
      device: '/dev/video2',
      microphone: name,
    });
  });

  it('keeps its other parameters, and can lose the microphone again', () => {
    const address = withMicrophone('screen:?fps=10&audio=one', 'two');
    expect(address).toBe('screen:?fps=10&audio=two');
    expect(withMicrophone(address, null)).toBe('screen:?fps=10');
    expect(withMicrophone('screen:?audio=one', null)).toBe('screen:');
  });
});
