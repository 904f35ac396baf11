import { describe, expect, it } from 'vitest';
import { findWords, withoutWords } from './lexicon.ts';

const strongAbuse = (text: string) => findWords(text).abuse.filter((hit) => hit.isStrong);

describe('words that are abuse whoever writes them', () => {
  it.each([
    '시발',
    '시1발',
    '시 발',
    '씨.발',
    'ㅅㅂ',
    'ㅅ ㅂ',
    'ㅆㅂ',
    'tlqkf',
    '씨\u200b발',
    '병신',
    'ㅂㅅ',
    '뵹신',
    'f u c k',
    'f*ck',
    'sh1t',
    'stfu',
  ])('finds %s', (text) => {
    expect(strongAbuse(text)).not.toEqual([]);
  });

  it.each([
    '시발점',
    '다시 발표할게요',
    '역시 발음이 어려워',
    '새끼손가락',
    '고양이 새끼가 귀여워',
    '영향을 미친 사건',
    '질량 보존 법칙',
    '개념이 어려워요',
    'class assignment',
    'Scunthorpe',
    'Moby-Dick',
    '화면이 자꾸 꺼져요',
    '18번 문제',
  ])('lets %s pass', (text) => {
    expect(strongAbuse(text)).toEqual([]);
  });

  it('says what it is and how bad', () => {
    expect(strongAbuse('kys')[0]).toMatchObject({ reason: 'threat', severity: 'high' });
    expect(strongAbuse('존나')[0]).toMatchObject({ reason: 'profanity', severity: 'low' });
  });
});

describe('allowed words', () => {
  it('go however they are spaced and written', () => {
    expect(withoutWords('PC 방 갈래', ['pc방']).trim()).toBe('갈래');
    expect(withoutWords('a+b', ['+']).replaceAll(' ', '')).toBe('ab');
    expect(withoutWords('같은 말', ['', ' '])).toBe('같은 말');
  });
});
