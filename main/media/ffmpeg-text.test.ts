import { describe, expect, it } from 'vitest';
import { parseAvfoundationDevices, parseDshowDevices } from './devices.ts';
import { classifyFfmpegError, lastErrorLine } from './ffmpeg-errors.ts';
import { parseInputDevices } from './ffmpeg-locate.ts';
import { ladderSteps } from './media-commands.ts';
import { parseProbeOutput } from './probe-output.ts';
import { type EncodeProgress, progressParser } from './progress.ts';
import { WaveformPeaks } from './waveform.ts';

describe('what ffmpeg prints', () => {
  it.each([
    ['[tcp @ 0x5] [error] Connection to tcp://h:1 failed: Connection refused', 'source_unavailable'],
    ['[rtsp @ 0x5] [error] method DESCRIBE failed: 401 Unauthorized', 'source_auth_failed'],
    ['[https @ 0x5] [error] HTTP error 403 Forbidden', 'source_auth_failed'],
    ['[error] http://h/a.m3u8: Server returned 404 Not Found', 'source_not_found'],
    ['[error] rtsp://h/a: Connection timed out', 'source_timeout'],
    ['[video4linux2 @ 0x5] [error] ioctl(VIDIOC_REQBUFS): Device or resource busy', 'source_device_busy'],
    ['[x11grab @ 0x5] [error] Cannot open display :7, error 1.', 'source_device_busy'],
    ['[error] av_interleaved_write_frame(): No space left on device', 'disk_full'],
    ["[fatal] Unknown encoder 'libx264'", 'encoder_missing'],
    ['[error] a.mp4: Invalid data found when processing input', 'source_unsupported'],
    ['[hls @ 0x5] [error] Protocol file not on whitelist', 'source_unsupported'],
    ['[error] something new', 'ffmpeg_failed'],
    ['[info] Opening TLS thing\n[error] something new', 'ffmpeg_failed'],
  ])('tells the cause: %s', (text, code) => {
    expect(classifyFfmpegError(text)).toBe(code);
  });

  it('blames a file, not a source, when a file was read', () => {
    expect(classifyFfmpegError('[error] a.mp4: Invalid data found when processing input', 'file')).toBe(
      'media_unreadable',
    );
    expect(lastErrorLine('[info] x\n[mov @ 0x5] [error] moov atom not found\n[info] y')).toBe(
      'moov atom not found',
    );
  });

  it('describes an RTMP source', () => {
    const media = parseProbeOutput(
      [
        "[info] Input #0, flv, from 'rtmp://h/live/x':",
        '[info]   Duration: N/A, start: 12.345000, bitrate: N/A',
        '[info]   Stream #0:0: Audio: aac (LC), 44100 Hz, stereo, fltp, 128 kb/s',
        '[info]   Stream #0:1: Video: h264 (High), yuv420p(tv, bt709, progressive), 1920x1080 [SAR 1:1 DAR 16:9], 2500 kb/s, 29.97 fps, 29.97 tbr, 1k tbn',
      ].join('\n'),
    );
    expect(media).toMatchObject({ container: 'flv', durationSec: undefined, startSec: 12.345 });
    expect(media?.streams).toMatchObject([
      { kind: 'audio', codec: 'aac', sampleRate: 44100, channels: 2, bitrate: 128_000 },
      {
        kind: 'video',
        codec: 'h264',
        profile: 'High',
        width: 1920,
        height: 1080,
        frameRate: 29.97,
        pixFmt: 'yuv420p',
      },
    ]);
  });

  it('describes RTSP cameras with odd sound, and files', () => {
    const media = parseProbeOutput(
      [
        "Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'a.mp4':",
        '  Duration: 01:02:03.50, start: 0.000000, bitrate: 4200 kb/s',
        '  Stream #0:0[0x1](und): Video: hevc (Main) (hvc1 / 0x31637668), yuv420p(tv), 2560x1440, 25 tbr, 90k tbn (default)',
        '  Stream #0:1[0x2](kor): Audio: pcm_mulaw (ulaw / 0x77616C75), 8000 Hz, 1 channels, s16, 64 kb/s',
        '  Stream #0:2: Data: none',
      ].join('\n'),
    );
    expect(media?.durationSec).toBe(3723.5);
    expect(media?.streams).toMatchObject([
      { kind: 'video', codec: 'hevc', profile: 'Main', width: 2560, height: 1440, frameRate: 25 },
      { kind: 'audio', codec: 'pcm_mulaw', sampleRate: 8000, channels: 1 },
      { kind: 'other' },
    ]);
    expect(parseProbeOutput('rtsp://h/a: Connection refused')).toBeUndefined();
  });

  it('lists devices', () => {
    expect(
      parseInputDevices(' D. = Demuxing supported\n DE alsa  ALSA\n  E caca  x\n D  x11grab  X11\n'),
    ).toEqual(['alsa', 'x11grab']);
    expect(
      parseDshowDevices(
        '[dshow @ 1] "HD Cam" (video)\n[dshow @ 1]   Alternative name "@x"\n[dshow @ 1] "Mic" (audio)',
      ),
    ).toEqual([
      { kind: 'camera', name: 'HD Cam', stream_url: 'camera:HD%20Cam', deviceId: 'HD Cam' },
      { kind: 'microphone', name: 'Mic', stream_url: 'screen:?audio=Mic', deviceId: 'Mic' },
    ]);
    const mac =
      '[A @ 1] AVFoundation video devices:\n[A @ 1] [0] FaceTime\n[A @ 1] [1] Capture screen 0\n[A @ 1] AVFoundation audio devices:\n[A @ 1] [0] Mic';
    expect(parseAvfoundationDevices(mac).map((found) => found.stream_url)).toEqual([
      'camera:0',
      'screen:0',
      'screen:?audio=0',
    ]);
  });

  it('tells progress in whole blocks, however the bytes are cut', () => {
    const seen: EncodeProgress[] = [];
    const parse = progressParser((progress) => seen.push(progress));
    for (const byte of 'frame=3\nout_time_us=N/A\nspeed=N/A\nprogress=continue\nframe=60\nout_time_us=2000000\ntotal_size=10\nspeed=1.5x\nprogress=end\n') {
      parse(Buffer.from(byte));
    }
    expect(seen).toMatchObject([
      { outTimeSec: 0, isEnd: false, speed: undefined },
      { outTimeSec: 2, frames: 60, totalSize: 10, speed: 1.5, isEnd: true },
    ]);
  });

  it('makes the same peaks of sound in any chunks', () => {
    const sound = Buffer.alloc(3200);
    for (let at = 0; at < sound.length; at += 2)
      sound.writeInt16LE(Math.round(30_000 * Math.sin(at / 50)), at);
    const whole = new WaveformPeaks();
    whole.push(sound);
    const pieces = new WaveformPeaks();
    for (let at = 0; at < sound.length; at += 7) pieces.push(sound.subarray(at, at + 7));
    expect(pieces.peaks()).toEqual(whole.peaks());
    expect(whole.peaks()).toHaveLength(4);
  });

  it('chooses steps below the source, with even sizes and its shape', () => {
    expect(ladderSteps({ width: 1920, height: 1080 }).map((step) => step.name)).toEqual([
      '720p',
      '480p',
      '360p',
    ]);
    expect(ladderSteps({ width: 1280, height: 720 }, { includesSource: true })[0]).toEqual({
      name: '720p',
      width: 1280,
      height: 720,
    });
    expect(ladderSteps({ width: 640, height: 480 })).toEqual([{ name: '360p', width: 480, height: 360 }]);
    expect(ladderSteps({ width: 320, height: 240 })).toEqual([]);
    expect(ladderSteps({ width: 321, height: 241 }, { includesSource: true })).toEqual([
      { name: '241p', width: 322, height: 240 },
    ]);
  });
});
