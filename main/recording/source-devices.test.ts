import { describe, expect, it } from 'vitest';
import { parseStreamUrl } from '../media/stream-url.ts';
import { withDefaults } from './list-sources.ts';
import { sharesDevice } from './source-devices.ts';

const share = (one: string, other: string): boolean => {
  const linux = { platform: 'linux', display: ':0' } as const;
  return sharesDevice(parseStreamUrl(one, linux), parseStreamUrl(other, linux));
};

describe('two sources', () => {
  it.each([
    ['camera:0', 'camera:/dev/video0', true],
    ['camera:0', 'camera:1', false],
    ['camera:0?microphone=default', 'screen:?audio=default', true],
    ['screen:', 'screen:0?fps=10', true],
    ['screen:0', 'screen:1', false],
    ['rtsp://camera/one', 'rtsp://camera/one', true],
    ['rtsp://camera/one', 'rtsp://camera/two', false],
    ['screen:', 'rtsp://camera/one', false],
  ])('%s and %s use the same device: %s', (one, other, expected) => {
    expect(share(one, other)).toBe(expected);
    expect(share(other, one)).toBe(expected);
  });
});

it('offers the first device of each kind first', () => {
  const camera = { kind: 'camera', name: 'A', stream_url: 'camera:A', deviceId: 'A' } as const;
  const items = withDefaults([
    { kind: 'screen', name: ':0', stream_url: 'screen:', width: 1920, height: 1080 },
    camera,
    { ...camera, name: 'B', stream_url: 'camera:B', deviceId: 'B' },
  ]);
  expect(items).toMatchObject([
    { kind: 'screen', device_id: null, is_default: true, width: 1920, height: 1080 },
    { name: 'A', device_id: 'A', is_default: true, width: null },
    { name: 'B', device_id: 'B', is_default: false },
  ]);
});
