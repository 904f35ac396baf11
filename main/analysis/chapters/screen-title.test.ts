import { describe, expect, it } from 'vitest';
import { cleanTitle, wordsOfScreens } from './screen-title.ts';

describe('a title', () => {
  it.each([
    ['2. 로그의 성질', '로그의 성질'],
    ['2) 로그의 성질', '로그의 성질'],
    ['(2) 로그의 성질', '로그의 성질'],
    ['2-1. 로그의 성질', '로그의 성질'],
    ['2-1 로그의 성질', '로그의 성질'],
    ['② 로그의 성질', '로그의 성질'],
    ['Ⅲ. 함수와 그래프', '함수와 그래프'],
    ['IV. The Terror', 'The Terror'],
    ['가. 건국 과정', '건국 과정'],
    ['• 광합성이 일어나는 곳', '광합성이 일어나는 곳'],
    ['▶  ■ Warm-up', 'Warm-up'],
    ['로그의 성질 (2)', '로그의 성질'],
    ['로그의 성질 (2/3)', '로그의 성질'],
    ['로그의 성질 2/3', '로그의 성질'],
    ['로그의 성질 (계속)', '로그의 성질'],
    ['The Terror (cont.)', 'The Terror'],
    ['The Terror (continued)', 'The Terror'],
    ['학습 목표 :', '학습 목표'],
    ['  여러   칸 ', '여러 칸'],
  ])('%s is told as %s', (heading, title) => {
    expect(cleanTitle(heading)).toBe(title);
  });

  it.each([
    '3D 프린터',
    '1차 함수',
    '제2장 조선의 건국',
    'Unit 3 Weather',
    '2025년의 우리',
    'I am Sam',
    'A letter home',
  ])('keeps the words of %s', (heading) => {
    expect(cleanTitle(heading)).toBe(heading);
  });

  it.each(['', '12', '3.', '— — —', '①', 'x'])('is nothing for %j', (heading) => {
    expect(cleanTitle(heading)).toBe('');
  });

  it('stands on one line of a list', () => {
    const long = cleanTitle(
      '아주 긴 제목이 슬라이드 위에 적혀 있어서 한 줄에 다 들어가지 않는 경우에는 낱말 사이에서 자르고 점을 붙인다고 합니다',
    );
    expect(long.length).toBeLessThanOrEqual(61);
    expect(long).toMatch(/[^ ]…$/);
  });
});

const screen = (heading: string, ...lines: string[]) => ({ heading, text: lines.join('\n') });

describe('the words of a lesson’s screens', () => {
  it('leave out what stands on most of them, whatever its page number', () => {
    const screens = Array.from({ length: 6 }, (_, page) =>
      screen(
        '2학년 3반 수학',
        '2학년 3반 수학',
        `주제 ${'가나다라마바'.charAt(page)}`,
        `- ${page + 1} -  수업 자료`,
      ),
    );
    const words = wordsOfScreens(screens);
    expect(words.map(({ title }) => title)).toEqual([
      '주제 가',
      '주제 나',
      '주제 다',
      '주제 라',
      '주제 마',
      '주제 바',
    ]);
    expect(words[0]).toMatchObject({ isHeading: false, lines: ['주제 가'] });
  });

  it('keep a line that a few screens share', () => {
    const [first] = wordsOfScreens([screen('로그', '로그', '정의'), screen('로그', '로그', '예제')]);
    expect(first).toEqual({ title: '로그', isHeading: true, lines: ['로그', '정의'] });
  });

  it('offer the first line that says something when there is no heading', () => {
    const [first] = wordsOfScreens([screen('', '3', '■ 이차방정식', 'x = 2')]);
    expect(first).toMatchObject({ title: '이차방정식', isHeading: false });
  });

  it('offer nothing for a picture', () => {
    expect(wordsOfScreens([screen('', '')])).toEqual([{ title: '', isHeading: false, lines: [] }]);
  });
});
