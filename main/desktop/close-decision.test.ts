import { describe, expect, test } from 'vitest';
import { closeAnswer, onQuit, onWindowClose } from './close-decision.ts';

const quiet = {
  isRecording: false,
  hasWatches: false,
  hasUploads: false,
  platform: 'win32',
  isDecided: false,
} as const;

describe('closing', () => {
  test('asks while a lesson is recorded, on every system', () => {
    for (const platform of ['win32', 'darwin', 'linux'] as const) {
      expect(onWindowClose({ ...quiet, platform, isRecording: true })).toBe('ask');
    }
    expect(onQuit({ ...quiet, isRecording: true })).toBe('ask');
  });

  test('keeps running for planned recordings, and says why', () => {
    expect(onWindowClose({ ...quiet, hasWatches: true })).toBe('hide-and-say-why');
    expect(onQuit(quiet)).toBe('quit');
  });

  test('ends with the window, except on a Mac', () => {
    expect(onWindowClose(quiet)).toBe('quit');
    expect(onWindowClose({ ...quiet, platform: 'darwin' })).toBe('hide');
  });

  test('asks before files that are on their way are lost, and not where they go on', () => {
    const importing = { ...quiet, hasUploads: true };
    expect(onWindowClose(importing)).toBe('ask-of-uploads');
    expect(onQuit(importing)).toBe('ask-of-uploads');
    expect(onWindowClose({ ...importing, platform: 'darwin' })).toBe('hide');
    expect(onWindowClose({ ...importing, hasWatches: true })).toBe('hide-and-say-why');
    expect(onWindowClose({ ...importing, isRecording: true })).toBe('ask');
  });

  test('never asks when the session ends or the person has decided', () => {
    const decided = { ...quiet, isRecording: true, hasWatches: true, hasUploads: true, isDecided: true };
    expect(onWindowClose(decided)).toBe('quit');
    expect(onQuit(decided)).toBe('quit');
  });

  test('takes a dialog that was closed as cancel', () => {
    expect([0, 1, 2, -1, 7].map(closeAnswer)).toEqual([
      'keep-in-tray',
      'stop-and-quit',
      'cancel',
      'cancel',
      'cancel',
    ]);
  });
});
