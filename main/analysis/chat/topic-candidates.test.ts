import { expect, it } from 'vitest';
import { candidatesOf, topicLineOf } from './topic-candidates.ts';

const terms = new Set(['fraction', '분수', '생태계']);
const of = (text: string) => {
  const line = topicLineOf(text);
  const candidates = candidatesOf(line, terms);
  return { line, candidate: (key: string) => candidates.find((each) => each.key === key) };
};

it('knows of a reading whether it is a term, and whether the words read otherwise are one', () => {
  const english = of('add fractions');
  expect(english.candidate('fraction')).toMatchObject({ isTerm: true, isOtherTerm: false });
  expect(english.candidate('fractions')).toMatchObject({ isTerm: false, isOtherTerm: true });
  expect(english.candidate('add')).toMatchObject({ isTerm: false, isOtherTerm: false });
  const korean = of('분수가 뭐예요');
  expect(korean.candidate('분수')).toMatchObject({ isTerm: true, isOtherTerm: false });
  expect(korean.candidate('분수가')).toMatchObject({ isTerm: false, isOtherTerm: true });
});

const cutIn = (text: string, key: string) => of(text).candidate(key)?.cut;

it('knows how each reading was cut from its word', () => {
  expect([cutIn('분수가 뭐예요', '분수가'), cutIn('분수가 뭐예요', '분수')]).toEqual(['whole', 'particle']);
  expect(cutIn('add fractions', 'fraction')).toBe('singular');
  expect(cutIn('DNA복제 뭐예요', 'dna')).toBe('foreign');
  expect(cutIn('분수덧셈 알려 주세요', '분수')).toBe('glued');
});

it('knows which words of a line are terms', () => {
  expect(of('생태계랑 분수 그리고 fractions').line.areTerms).toEqual([true, true, false, true]);
});

it('leaves out what spans many words when it is not worth a look', () => {
  const line = topicLineOf('one two three four');
  const keys = candidatesOf(line, terms, () => false).map(({ key }) => key);
  expect(keys).toContain('onetwo');
  expect(keys).not.toContain('onetwothree');
});
