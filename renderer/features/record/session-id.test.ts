import { expect, it } from 'vitest';
import { externalIdSchema } from '../../../contract/common.ts';
import { newSessionId } from './session-id.ts';

it('makes a session id that the core accepts, from the time and a random end', () => {
  const now = new Date(2026, 10, 3, 9, 5, 7);
  expect(newSessionId(now, () => 0)).toBe('lesson-20261103-090507-0000');
  expect(newSessionId(now, () => 0.999_999_9)).toBe('lesson-20261103-090507-zzzz');
  expect(externalIdSchema.safeParse(newSessionId(now)).success).toBe(true);
});
