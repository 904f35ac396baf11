import { describe, expect, it } from 'vitest';
import { cleanText, foldText, linkSign, toJamo } from './fold.ts';
import { languageOf } from './language.ts';

describe('folding', () => {
  it('gives one spelling to many', () => {
    expect(foldText('ㅋㅋㅋㅋㅋㅋ')).toBe('ㅋㅋ');
    expect(foldText('WHY????')).toBe('why??');
    expect(foldText('하하하하하하')).toBe('하하');
    expect(foldText('12,345번')).toBe('00,00번');
    expect(foldText('ＡＢＣ ①')).toBe('abc 0');
  });

  it('composes Hangul and leaves typed jamo alone', () => {
    expect(cleanText('안녕'.normalize('NFD'))).toBe('안녕');
    expect(cleanText('ㅇㅋ ㄱㅅ')).toBe('ㅇㅋ ㄱㅅ');
    expect(cleanText('\u1100\u1161')).toBe('가');
    expect(cleanText('\u1109\u1107')).toBe('ㅅㅂ');
  });

  it('takes out what cannot be seen', () => {
    expect(cleanText('시\u200b발\u202e점\ud83d')).toBe('시발점');
    expect(cleanText('a\u0000b\n\tc')).toBe('ab c');
  });

  it('knows addresses and tags, and no formula for either', () => {
    expect(foldText('여기 https://a.b/c?d=1 봐')).toBe(`여기 ${linkSign} 봐`);
    expect(foldText('discord.gg/abc')).toBe(linkSign);
    expect(foldText('<b>hi</b>')).toBe('hi');
    expect(foldText('a<b and c>d')).toBe('a<b and c>d');
    expect(foldText('3.5점이요')).toBe('0.0점이요');
  });

  it('takes syllables apart', () => {
    expect(toJamo('값 a')).toBe('ㄱㅏㅄ a');
  });
});

it.each([
  ['이거 how to 풀어요', 'ko'],
  ['what is 분수', 'en'],
  ['ㅇㅇ', 'ko'],
  ['12 + 3', 'other'],
  ['مرحبا', 'other'],
])('%s is %s', (text, language) => {
  expect(languageOf(text)).toBe(language);
});
