import { expect, it } from 'vitest';
import { acceleratorSchema } from '../../../contract/ipc.ts';
import { acceleratorOf, acceleratorText } from './accelerator.ts';

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

it('names keys as the shell takes them, on every keyboard layout', () => {
  const pressed = [
    acceleratorOf({ ...none, ctrlKey: true, shiftKey: true, code: 'KeyR' }),
    acceleratorOf({ ...none, metaKey: true, altKey: true, code: 'Digit5' }),
    acceleratorOf({ ...none, altKey: true, code: 'F9' }),
  ];
  expect(pressed).toEqual(['CommandOrControl+Shift+R', 'CommandOrControl+Alt+5', 'Alt+F9']);
  for (const accelerator of pressed) expect(acceleratorSchema.safeParse(accelerator).success).toBe(true);
});

it('waits for a key beside a modifier other than Shift', () => {
  expect(acceleratorOf({ ...none, shiftKey: true, code: 'KeyR' })).toBeUndefined();
  expect(acceleratorOf({ ...none, ctrlKey: true, code: 'ControlLeft' })).toBeUndefined();
});

it('is read with the names on the keys', () => {
  expect(acceleratorText('CommandOrControl+Shift+R')).toBe('Ctrl/⌘ + Shift + R');
});
