import { expect, test } from 'vitest';
import { smallFrameArguments, stillsArguments } from './media-commands.ts';

test('pictures for the analysis are decoded on one core', () => {
  for (const args of [
    smallFrameArguments({ input: 'take.mp4', width: 320, height: 176 }),
    smallFrameArguments({ input: 'take.mp4', width: 320, height: 176, everySec: 2 }),
    stillsArguments({ intervalSec: 10, longestSide: 1280 }),
  ]) {
    const at = args.indexOf('-threads');
    expect(args[at + 1]).toBe('1');
    // Behind the input it would be said of the encoder.
    expect(at).toBeLessThan(args.indexOf('-i'));
  }
});
