/** Words of a line that can be allowed. */
import { expect, it } from 'vitest';
import { wordsToOffer } from './words-to-offer.ts';

it('offers each word once, without signs around it', () => {
  expect(wordsToOffer('“시발역”에서 만나요!! 시발역, OK?')).toEqual([
    '시발역”에서',
    '만나요',
    '시발역',
    'OK',
  ]);
});

it('leaves particles away where a word stays', () => {
  expect(wordsToOffer('병신년에 새끼손가락을 걸고 우리는')).toEqual(['병신년', '새끼손가락', '걸고', '우리']);
  expect(wordsToOffer('나는 물을')).toEqual(['나는', '물을']);
});

it('offers no single signs, nothing that is allowed already, and not too many', () => {
  expect(wordsToOffer('ㅋ 아 ㅅㅂ 가 밑의변환', ['밑의 변환'])).toEqual(['ㅅㅂ']);
  const many = Array.from({ length: 50 }, (_, at) => `낱말${at}`).join(' ');
  expect(wordsToOffer(many)).toHaveLength(16);
  expect(wordsToOffer('가'.repeat(80))).toEqual([]);
});
