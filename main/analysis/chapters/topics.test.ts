import { describe, expect, it } from 'vitest';
import { namesPhase, partNumber } from './chapter-cues.ts';
import { areSameTitle, termsOf } from './topics.ts';

describe('terms', () => {
  it('are pairs of syllables, so that particles do not make other words of them', () => {
    const [one, other] = [termsOf('로그의'), termsOf('로그는')];
    expect([...one.keys()].filter((term) => other.has(term))).toEqual(['로그']);
  });

  it('are words of other languages, in one form, without those that say nothing', () => {
    expect(termsOf('The letters and a letter')).toEqual(new Map([['letter', 2]]));
  });
});

describe('two titles', () => {
  it.each([
    ['로그의 성질', '로그의 성질'],
    ['생활 속의 상태 변화', '생활 속의 상리 변화'],
    ['The Fall of the Bastille', 'The fall of the bastille'],
  ])('%s and %s are the same', (one, other) => {
    expect(areSameTitle(one, other)).toBe(true);
  });

  it.each([
    ['분수의 덧셈', '분수의 뺄셈'],
    ['예제 1', '예제 2'],
    ['Unit 3 review', 'Unit 4 review'],
    ['', '로그'],
  ])('%s and %s are not', (one, other) => {
    expect(areSameTitle(one, other)).toBe(false);
  });
});

describe('cues on a slide', () => {
  it.each([
    '학습 목표',
    '오늘의 학습 목표',
    '학습정리',
    '형성 평가',
    'Summary',
    'Warm-up',
    'Homework for Monday',
  ])('%s names a phase of the lesson', (title) => {
    expect(namesPhase(title)).toBe(true);
  });

  it.each(['목표 함수', 'Reviewing is not what this says', '로그의 정의'])('%s does not', (title) => {
    expect(namesPhase(title)).toBe(false);
  });

  it.each([
    ['2. 로그', 2],
    ['Ⅱ 함수', 2],
    ['II. Functions', 2],
    ['③ 확인', 3],
    ['제2장 조선', 2],
    ['2단원', 2],
    ['Part 2: Clouds', 2],
    ['2-1. 로그', undefined],
    ['2.1 Logs', undefined],
    ['2025년', undefined],
    ['로그', undefined],
    ['', undefined],
  ])('the part number of %s is %s', (heading, number) => {
    expect(partNumber(heading)).toBe(number);
  });
});
