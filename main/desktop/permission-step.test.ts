import { describe, expect, it } from 'vitest';
import { permissionStep } from './permission-step.ts';

describe('the way to a permission', () => {
  it('is the system’s own question, as long as it can be asked', () => {
    expect(permissionStep('camera', 'not-determined', 'darwin')).toEqual({ kind: 'ask' });
    expect(permissionStep('microphone', 'not-determined', 'darwin')).toEqual({ kind: 'ask' });
  });

  it('leads to the place in the system’s settings once it was denied', () => {
    for (const [kind, place] of [
      ['camera', 'Privacy_Camera'],
      ['microphone', 'Privacy_Microphone'],
      ['screen', 'Privacy_ScreenCapture'],
    ] as const) {
      const step = permissionStep(kind, 'denied', 'darwin');
      expect(step).toMatchObject({ kind: 'open-settings', address: expect.stringMatching(place) });
    }
    expect(permissionStep('camera', 'denied', 'win32')).toEqual({
      kind: 'open-settings',
      address: 'ms-settings:privacy-webcam',
    });
  });

  it('for the screen is in the settings of a Mac from the beginning', () => {
    expect(permissionStep('screen', 'not-determined', 'darwin').kind).toBe('open-settings');
  });

  it('is not needed where it was given, or where the system knows none', () => {
    expect(permissionStep('camera', 'granted', 'darwin')).toEqual({ kind: 'nothing' });
    expect(permissionStep('screen', 'denied', 'win32')).toEqual({ kind: 'nothing' });
    expect(permissionStep('camera', 'denied', 'linux')).toEqual({ kind: 'nothing' });
  });
});
