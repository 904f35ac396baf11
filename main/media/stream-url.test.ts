import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAppError } from '../base/app-error.ts';
import { inputArguments } from './input-arguments.ts';
import { parseStreamUrl } from './stream-url.ts';

const linux = { platform: 'linux', display: ':99' } as const;

const input = (url: string, platform: NodeJS.Platform) => {
  const args = inputArguments(parseStreamUrl(url, { platform, display: ':99' }), {
    inputDevices: ['pulse'],
  });
  return args.filter((word) => word !== '-thread_queue_size' && word !== '512').join(' ');
};

/** The arguments, or undefined when the address is refused as it should be. */
function argumentsOf(url: string): string[] | undefined {
  try {
    return inputArguments(parseStreamUrl(url, linux));
  } catch (error) {
    if (isAppError(error, 'stream_url_invalid')) return undefined;
    throw error;
  }
}

describe('parseStreamUrl', () => {
  it.each([
    'rtmp://host/live/key',
    'RTMPS://host:443/app/stream?token=a',
    'rtsp://user:p%40ss@10.0.0.2:554/ch/1',
    'srt://host:9000?streamid=read:class&passphrase=secret123',
    'https://host/live/index.m3u8',
    'http://[::1]:8080/a.ts',
  ])('takes %s', (url) => {
    expect(parseStreamUrl(url, linux)).toMatchObject({ kind: 'stream' });
  });

  it.each([
    'file:///etc/passwd',
    '/etc/passwd',
    'concat:a|b',
    'data:video/mp4;base64,AA',
    'pipe:0',
    'subfile,,start,0,end,9,,:/etc/passwd',
    'crypto:file:/a',
    'tee:a',
    'hls+file:///a',
    'ftp://host/a',
    'gopher://host/a',
    'rtmp://host/live/key\n-i /etc/passwd',
    'rtmp://host/live/key\u0000',
    'rtmp://host/app playpath=x',
    '-i',
    'rtmp://',
    'rtmp:///live/key',
    'http:/host/a',
    'http:host',
    'rtmp://host',
    'srt://host',
    'http://host:99999/',
    `http://host/${'a'.repeat(2048)}`,
    '',
    'screen:1;reboot',
    'screen:?audio=a&x=1',
    'screen:?fps=1000',
    'camera:',
    'camera:/etc/passwd',
    'camera:/dev/video0?microphone=-x',
    'camera:%E0%A4%A',
  ])('refuses %j', (url) => {
    expect(() => parseStreamUrl(url, linux)).toThrowError(
      expect.objectContaining({ code: 'stream_url_invalid' }),
    );
  });

  it('answers any text with a source or with stream_url_invalid, and never lets an option through', () => {
    assert(
      property(string({ maxLength: 60 }), (text) => {
        for (const url of [text, `rtmp://${text}`, `screen:${text}`, `camera:${text}`, `http://${text}`]) {
          const args = argumentsOf(url) ?? ['-i', ''];
          expect(args[args.indexOf('-i') + 1]).not.toMatch(/^-|^file:|[\n\r]/);
        }
      }),
    );
  });

  it('shows an address without its credentials', () => {
    expect(parseStreamUrl('rtsp://user:secret@host/a', linux).redacted).not.toContain('secret');
    expect(parseStreamUrl('rtmp://host/live/streamkey', linux).redacted).not.toContain('streamkey');
  });

  it('builds what each desktop needs for its screen and cameras', () => {
    expect(input('screen:', 'linux')).toBe('-f x11grab -framerate 30 -i :99.0');
    expect(input('screen:1?fps=10&audio=default', 'linux')).toBe(
      '-f x11grab -framerate 10 -i :99.1 -f pulse -i default',
    );
    expect(input('screen:', 'win32')).toBe('-f gdigrab -framerate 30 -i desktop');
    expect(input('screen:0', 'win32')).toBe(
      '-f lavfi -i ddagrab=output_idx=0:framerate=30,hwdownload,format=bgra',
    );
    expect(input('screen:?audio=0', 'darwin')).toContain('-i Capture screen 0:0');
    expect(input('camera:0?microphone=hw:1,0', 'linux')).toBe(
      '-f v4l2 -framerate 30 -i /dev/video0 -f alsa -i hw:1,0',
    );
    expect(input('camera:Integrated%20Camera?microphone=Mic%20(USB)', 'win32')).toContain(
      '-i video=Integrated Camera:audio=Mic (USB)',
    );
  });

  it('lets no source open local files by itself', () => {
    for (const url of ['https://host/a.m3u8', 'rtmp://host/live/a', 'srt://host:1', 'rtsp://host/a']) {
      const args = inputArguments(parseStreamUrl(url, linux));
      const allowed = args[args.indexOf('-protocol_whitelist') + 1]?.split(',') ?? ['file'];
      expect(allowed).not.toContain('file');
      expect(allowed).not.toContain('concat');
    }
  });
});
