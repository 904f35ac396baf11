import { describe, expect, it } from 'vitest';
import { withMicrophone } from '../../../contract/capture-address.ts';
import type { Source } from '../../api/recording.ts';
import {
  type SourceChoice,
  addressVerdict,
  chosenAddress,
  isSafeToRemember,
  shownKind,
  withDesktopScreens,
} from './source-address.ts';

const device = (kind: Source['kind'], url: string, more: Partial<Source> = {}): Source => ({
  kind,
  name: url,
  stream_url: url,
  device_id: kind === 'screen' ? null : url,
  is_default: false,
  width: null,
  height: null,
  ...more,
});
const pc = {
  sources: [
    device('screen', 'screen:0', { is_default: true }),
    device('screen', 'screen:1'),
    device('camera', 'camera:0'),
    device('microphone', 'screen:?audio=mic', { device_id: '마이크 (USB)', is_default: true }),
  ],
  isLoading: false,
  saved: [{ source_id: 'a1', name: '2학년 3반', stream_url: 'rtsp://cam', created_at: '' }],
};
const nothing: SourceChoice = {
  kind: undefined,
  screen: undefined,
  camera: undefined,
  microphone: undefined,
  address: '',
  savedId: undefined,
};

describe('what is recorded', () => {
  it('is the main screen with the microphone of the PC when nothing was chosen', () => {
    expect(shownKind(nothing, pc)).toBe('screen');
    expect(chosenAddress(nothing, pc)).toBe(withMicrophone('screen:0', '마이크 (USB)'));
  });

  it('is a stream on a machine without screen and camera, once the address is whole', () => {
    const server = { sources: [], saved: [], isLoading: false };
    expect(shownKind(nothing, server)).toBe('stream');
    expect(chosenAddress({ ...nothing, address: 'rtsp://' }, server)).toBeUndefined();
    expect(chosenAddress({ ...nothing, address: ' rtsp://cam/1 ' }, server)).toBe('rtsp://cam/1');
  });

  it('is nothing before the devices are known, unless it was chosen', () => {
    const unknown = { sources: [], saved: [], isLoading: true };
    expect(shownKind(nothing, unknown)).toBeUndefined();
    expect(chosenAddress(nothing, unknown)).toBeUndefined();
    expect(shownKind({ ...nothing, kind: 'camera' }, unknown)).toBe('camera');
  });

  it('follows the choice, and falls back when a device was unplugged', () => {
    expect(chosenAddress({ ...nothing, screen: 'screen:1', microphone: null }, pc)).toBe('screen:1');
    expect(chosenAddress({ ...nothing, screen: 'screen:7', microphone: null }, pc)).toBe('screen:0');
    expect(chosenAddress({ ...nothing, kind: 'camera', microphone: null }, pc)).toBe('camera:0');
    expect(chosenAddress({ ...nothing, kind: 'saved' }, pc)).toBe('saved:a1');
  });
});

describe('a typed address', () => {
  it('is asked for only when it is whole', () => {
    expect(['', 'rt', 'rtsp:', 'rtmp://host', 'srt://host'].map(addressVerdict)).toEqual([
      'empty',
      'unfinished',
      'unfinished',
      'unfinished',
      'unfinished',
    ]);
    expect(['file:///etc', '교실'].map(addressVerdict)).toEqual(['unknown_kind', 'unknown_kind']);
    for (const fine of ['rtmp://h/live/x', 'srt://h:9000', 'https://h/a.m3u8', 'screen:', 'rtsp://u:p@h/1'])
      expect(addressVerdict(fine)).toBe('fine');
  });

  it('is not kept in the browser when it may hold a secret', () => {
    expect(isSafeToRemember('rtsp://10.0.0.4/main')).toBe(true);
    for (const secret of ['rtsp://u:p@h/1', 'rtmp://h/live/key', 'https://h/a?token=1'])
      expect(isSafeToRemember(secret)).toBe(false);
  });
});

describe('screens of the desktop app', () => {
  const screen = { name: '1', is_primary: true, width: 1920, height: 1080 };
  const core: Source[] = [
    {
      kind: 'screen',
      name: 'Desktop',
      stream_url: 'screen:',
      device_id: null,
      is_default: true,
      width: null,
      height: null,
    },
    {
      kind: 'camera',
      name: 'Cam',
      stream_url: 'camera:0',
      device_id: 'c',
      is_default: true,
      width: null,
      height: null,
    },
  ];

  it('stand for the one the core lists, beside its other devices', () => {
    const all = withDesktopScreens(core, [
      { ...screen, stream_url: 'screen:0' },
      { ...screen, stream_url: 'screen:1', is_primary: false },
    ]);
    expect(all.map(({ stream_url: url }) => url)).toEqual(['screen:0', 'screen:1', 'camera:0']);
  });

  it('change nothing where there are none', () => {
    expect(withDesktopScreens(core, [])).toBe(core);
  });
});
