import { describe, expect, it } from 'vitest';
import type { ProbedMedia, ProbedStream } from '../media/probe-output.ts';
import { parseStreamUrl } from '../media/stream-url.ts';
import { SourcePlan } from './source-plan.ts';

const nothing = {
  profile: undefined,
  width: undefined,
  height: undefined,
  frameRate: undefined,
  pixFmt: undefined,
  sampleRate: undefined,
  channels: undefined,
  bitrate: undefined,
};
const picture = (codec: string): ProbedStream => ({
  ...nothing,
  kind: 'video',
  codec,
  width: 1280,
  height: 720,
});
const sound = (codec: string): ProbedStream => ({ ...nothing, kind: 'audio', codec, sampleRate: 48_000 });
const media = (...streams: ProbedStream[]): ProbedMedia => ({
  container: 'mpegts',
  streams,
  durationSec: undefined,
  startSec: undefined,
  bitrate: undefined,
});
const plan = (url = 'rtmp://host/live/key') => new SourcePlan(parseStreamUrl(url, { platform: 'linux' }));

describe('how a source is recorded', () => {
  it('copies H.264 and AAC at once', () => {
    const source = plan();
    expect(source.describe(media(picture('h264'), sound('aac')))).toBe('fits');
    expect(source.take).toEqual({ video: 'copy', audio: 'copy' });
  });

  it('opens a source again whose codecs have to be encoded, and remembers them', () => {
    const source = plan();
    expect(source.describe(media(picture('mpeg2video'), sound('mp2')))).toBe('reopen');
    expect(source.take).toEqual({ video: 'encode', audio: 'encode' });
    expect(source.describe(media(picture('mpeg2video'), sound('mp2')))).toBe('fits');
  });

  it('looks longer, once, for a second track, and is quick again afterwards', () => {
    const source = plan();
    const quick = source.analyzeMs;
    expect(source.describe(media(picture('h264')))).toBe('reopen');
    expect(source.analyzeMs).toBeGreaterThan(quick);
    expect(source.describe(media(picture('h264')))).toBe('fits');
    expect(source.analyzeMs).toBe(quick);
    expect(source.describe(media(picture('h264')))).toBe('fits');
  });

  it('takes up sound that appears later', () => {
    const source = plan();
    source.describe(media(picture('h264')));
    source.describe(media(picture('h264')));
    expect(source.describe(media(picture('h264'), sound('aac')))).toBe('reopen');
    expect(source.take.audio).toBe('copy');
  });

  it('waits for a key frame when the picture has no size yet', () => {
    const source = plan();
    const sizeless = { ...picture('h264'), width: undefined };
    expect(source.describe(media(sizeless, sound('aac')))).toBe('reopen');
    expect(source.analyzeMs).toBe(15_000);
    expect(source.describe(media(picture('h264'), sound('aac')))).toBe('fits');
  });

  it('leaves out sound that is announced and never sent', () => {
    const source = plan();
    source.begin();
    source.nothingCame();
    expect(source.take.audio).toBe('copy');
    source.describe(media(picture('h264'), sound('aac')));
    source.nothingCame();
    expect(source.take).toEqual({ video: 'copy', audio: 'none' });
    expect(source.describe(media(picture('h264'), sound('aac')))).toBe('fits');
  });

  it('knows a source that has an end from one that may come back', () => {
    const file = plan('http://host/lesson.mp4');
    file.describe({ ...media(picture('h264'), sound('aac')), durationSec: 60 });
    expect(file.isFinite).toBe(true);
    const broadcast = plan('http://host/live.ts');
    broadcast.describe({ ...media(picture('h264'), sound('aac')), container: 'flv', durationSec: 60 });
    expect(broadcast.isFinite).toBe(false);
  });
});
