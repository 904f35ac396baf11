import { describe, expect, it } from 'vitest';
import { isPlayableEverywhere, planRenditions } from './rendition-plan.ts';

const all = [1080, 720, 480, 360];
const namesOf = (height: number | undefined, videoCodec: string | undefined, wished: number[] = all) =>
  planRenditions({ height, videoCodec }, wished).map((planned) => `${planned.name}@${planned.height}`);

describe('planRenditions', () => {
  it('makes the wished heights below the source', () => {
    expect(namesOf(1080, 'avc1.640028')).toEqual(['720p@720', '480p@480', '360p@360']);
    expect(namesOf(1080, 'avc1.640028', [480])).toEqual(['480p@480']);
    expect(namesOf(2160, 'avc1.640033')).toEqual(['1080p@1080', '720p@720', '480p@480', '360p@360']);
    expect(namesOf(360, 'avc1.64001e')).toEqual([]);
  });

  it('makes a playable copy in the size of a source that browsers cannot play', () => {
    expect(namesOf(1080, 'hvc1.1.6.L93.90', [360])).toEqual(['1080p@1080', '360p@360']);
    expect(namesOf(1080, 'avc1.7a0028', [])).toEqual(['1080p@1080']);
    expect(namesOf(2160, 'hvc1.1.6.L150.90', [])).toEqual(['1080p@1080']);
    expect(namesOf(241, 'hvc1.1.6.L60.90')).toEqual(['360p@240']);
  });

  it('makes nothing of sound alone', () => {
    expect(namesOf(undefined, undefined)).toEqual([]);
  });
});

describe('isPlayableEverywhere', () => {
  it.each([
    ['avc1.42c01e', true],
    ['avc1.4d401f', true],
    ['avc1.640028', true],
    ['avc1.6e0028', false],
    ['avc1.f4001f', false],
    ['hvc1.1.6.L93.90', false],
    [undefined, true],
  ])('%s: %s', (codec, isPlayable) => {
    expect(isPlayableEverywhere(codec)).toBe(isPlayable);
  });
});
