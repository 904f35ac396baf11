import { describe, expect, it } from 'vitest';
import { type Look, preflight } from './preflight.ts';

const good: Look = {
  state: 'showing',
  hasPicture: true,
  isBlack: false,
  hasSound: true,
  loudness: 'good',
  shownSec: 6,
};
const verdicts = (look: Partial<Look>, room: number | undefined = 300, isSilentByChoice = false) =>
  preflight({ ...good, ...look }, room, isSilentByChoice).map(({ verdict }) => verdict);
const texts = (look: Partial<Look>, isSilentByChoice = false) =>
  preflight({ ...good, ...look }, 300, isSilentByChoice).flatMap(({ verdict, text }) =>
    verdict === 'attention' && text !== undefined ? [text] : [],
  );

describe('the look before class', () => {
  it('finds nothing to say about a source that is fine', () => {
    expect(verdicts({})).toEqual(['fine', 'fine', 'fine']);
  });

  it('waits for what may still come, and asks about what has not come by then', () => {
    expect(verdicts({ state: 'connecting' })).toEqual(['waiting', 'waiting', 'fine']);
    expect(preflight(good, undefined, false)[2]?.verdict).toBe('waiting');
    expect(verdicts({ hasSound: false, shownSec: 1 })[1]).toBe('waiting');
    expect(texts({ hasSound: false })).toEqual(['warning.no_audio']);
    expect(texts({ hasPicture: false })).toEqual(['warning.no_video']);
  });

  it('says what is wrong with picture and sound', () => {
    expect(texts({ isBlack: true, loudness: 'silent' })).toEqual([
      'warning.black_picture',
      'record.sound_silent_hint',
    ]);
    expect(texts({ loudness: 'loud' })).toEqual(['record.sound_loud_hint']);
    expect(texts({ hasSound: false }, true)).toEqual(['record.check_without_sound']);
  });

  it('leaves it to the preview to say why there is none', () => {
    expect(verdicts({ state: 'over' })).toEqual(['attention', 'attention', 'fine']);
    expect(texts({ state: 'over' })).toEqual([]);
  });

  it('asks for room when a double lesson does not fit', () => {
    expect(verdicts({}, 90)[2]).toBe('attention');
    expect(verdicts({}, 120)[2]).toBe('fine');
  });
});
