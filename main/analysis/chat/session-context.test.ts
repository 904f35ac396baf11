import { expect, it } from 'vitest';
import type { SessionMessage } from '../../../contract/chat-analysis.ts';
import { intentInContext } from './context.ts';
import { isFlood } from './flood.ts';
import { foldText } from './fold.ts';
import { contextsOf } from './session-context.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 2, 2, 9) + seconds * 1000).toISOString();
const message = (seconds: number, sender: string, text: string): SessionMessage => ({
  sender_id: sender,
  sender_role: sender === 't' ? 'teacher' : 'student',
  text,
  sent_at: at(seconds),
});
const read = { fold: foldText, asks: (text: string): boolean => text.endsWith('?') };

it('knows for 90 seconds that the teacher has asked, in the chat or aloud', () => {
  const messages = [
    message(0, 't', '왜?'),
    message(90, 'a', '음'),
    message(91, 'a', '네'),
    message(200, 'a', '아'),
  ];
  const open = contextsOf(messages, { spokenQuestionsAt: [at(150)] }, read).map((each) => each.openQuestion);
  expect(open).toEqual([false, true, false, true]);
});

it('knows quizzes, replies, rates and repeats', () => {
  const messages = [
    message(0, 'a', '네'),
    message(30, 'a', '네'),
    message(59, 'b', '@하은 네'),
    message(95, 'a', '네'),
  ];
  const contexts = contextsOf(messages, { quizzes: [{ from: at(20), to: at(59) }] }, read);
  expect(contexts.map((each) => each.quizOpen)).toEqual([false, true, true, false]);
  expect(contexts.map((each) => each.isReply)).toEqual([false, false, true, false]);
  expect(contexts.map((each) => each.senderRatePerMin)).toEqual([1, 2, 1, 1]);
  expect(contexts.map((each) => each.repeated)).toEqual([false, true, false, false]);
});

it('moves a short line towards an answer, and a long question hardly', () => {
  const even = [0.3, 0.3, 0.1, 0.1, 0.1, 0.1];
  const [, short = 0] = intentInContext(even, '3번', { openQuestion: true });
  const [, long = 0] = intentInContext(
    even,
    '그런데 아까 설명하신 부분에서 왜 부호가 바뀌는지 잘 모르겠어요',
    { openQuestion: true },
  );
  expect(short).toBeGreaterThan(long);
  expect(long).toBeGreaterThan(0.3);
  expect(intentInContext(even, '3번', undefined)).toEqual(even);
  const sure = intentInContext([0.98, 0.01, 0, 0, 0, 0.01], '왜요?', { openQuestion: true, quizOpen: true });
  expect(sure[0]).toBeGreaterThan(0.5);
});

it('takes a wall of text or a storm of lines for flooding', () => {
  expect(isFlood('도배'.repeat(40), undefined)).toBe(true);
  expect(isFlood('ㅋ'.repeat(40), undefined)).toBe(false);
  expect(isFlood('ㅋ'.repeat(300), undefined)).toBe(true);
  expect(isFlood('네', { senderRatePerMin: 16 })).toBe(true);
  expect(isFlood('네', { senderRatePerMin: 6, repeated: true })).toBe(true);
  expect(isFlood('네', { senderRatePerMin: 6 })).toBe(false);
});
