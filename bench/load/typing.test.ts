import { expect, test } from 'vitest';
import { typedPrefixes } from './typing.ts';

test('each key of a Korean keyboard changes the syllable that is being typed', () => {
  expect(typedPrefixes('이차 값')).toEqual([
    'ㅇ',
    '이',
    '잋',
    '이차',
    '이차 ',
    '이차 ㄱ',
    '이차 가',
    '이차 갑',
    '이차 값',
  ]);
  expect(typedPrefixes('수학')).toEqual(['ㅅ', '수', '숳', '수하', '수학']);
});

test('Latin letters and signs come one by one', () => {
  expect(typedPrefixes('C++와')).toEqual(['C', 'C+', 'C++', 'C++ㅇ', 'C++오', 'C++와']);
});
