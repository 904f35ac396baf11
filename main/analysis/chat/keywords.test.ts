import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../base/package-info.ts';
import { ChatAnalyzer } from './chat-analyzer.ts';
import { chosen } from './keywords.ts';
import { cutsOf } from './particles.ts';
import { candidatesOf, topicLineOf } from './topic-candidates.ts';

let analyzer: ChatAnalyzer;
beforeAll(() => {
  analyzer = ChatAnalyzer.load({ folder: path.join(packageRoot, 'models', 'chat', 'weights') });
});
const topics = (text: string) => analyzer.keywordExtraction(text);

describe('topics', () => {
  it.each([
    ['이차함수의 최댓값은 어떻게 구해요?', ['이차함수', '최댓값']],
    ['광합성이 호흡이랑 반대인가요', ['광합성', '호흡']],
    ['관계대명사 너무 어려워요ㅠㅠ', ['관계대명사']],
    ['is photosynthesis the same as respiration?', ['photosynthesis', 'respiration']],
    ['네 감사합니다!', []],
    ['소리가 안 들려요', []],
  ])('%s', (text, expected) => {
    expect(topics(text)).toEqual(expected);
  });

  it('are told once, in the order of the line', () => {
    expect(topics('기울기가 음수면 기울기 그래프가 내려가요?')[0]).toBe('기울기');
    expect(topics('기울기랑 기울기').length).toBe(1);
  });

  it('are left out when half the class says them', () => {
    const background = { documents: 100, frequency: (word: string) => (word === '광합성' ? 60 : 0) };
    expect(analyzer.keywordExtraction('광합성이 뭐예요', { background })).toEqual([]);
  });
});

/** Readings of a line, as far as they have a score. */
const scored = (terms: string[], scores: Record<string, number>) =>
  candidatesOf(topicLineOf('산성 용액 써요'), new Set(terms)).flatMap((candidate) => {
    const score = scores[candidate.key];
    return score === undefined ? [] : [{ candidate, score }];
  });

describe('of readings that overlap', () => {
  it('a known compound stands for its parts, however familiar they are', () => {
    const terms = ['산성용액', '산성', '용액'];
    expect(chosen(scored(terms, { 산성: 5, 용액: 4, 산성용액: 1 }))).toEqual(['산성 용액']);
  });

  it('a school’s own word counts, also as a part of a known compound', () => {
    const glossary = { terms: ['산성'], never_keywords: [] };
    expect(analyzer.keywordExtraction('산성 용액이 뭐예요?')).toEqual(['산성 용액']);
    expect(analyzer.keywordExtraction('산성 용액이 뭐예요?', { glossary })).toContain('산성');
  });

  it('the better one is chosen where the compound is not known', () => {
    expect(chosen(scored(['산성', '용액'], { 산성: 5, 용액: 4, 산성용액: 1 }))).toEqual(['산성', '용액']);
  });
});

it('cuts a word from its particles in every way that may be right', () => {
  const stems = cutsOf('이차함수에서는요').map(({ stem }) => stem);
  expect(stems).toContain('이차함수');
  expect(stems[0]).toBe('이차함수에서는요');
  expect(cutsOf('가').map(({ stem }) => stem)).toEqual(['가']);
});
