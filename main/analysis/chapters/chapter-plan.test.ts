import { describe, expect, it } from 'vitest';
import { makeLessonPlan, scoreChapters, styles } from '../../testing/chapter-lessons.ts';
import { type ChapterMaterial, type PlanScreen, chapterLimits, planChapters } from './chapter-plan.ts';

const plan = (material: Partial<ChapterMaterial>) =>
  planChapters({
    screens: [],
    pauses: [],
    manual: [],
    dismissed: [],
    durationSec: 3000,
    language: 'ko',
    ...material,
  });

/** Screens one after another, each of so many seconds. */
const shown = (...screens: [heading: string, seconds: number, ...lines: string[]][]): PlanScreen[] => {
  let at = 0;
  return screens.map(([heading, seconds, ...lines]) => {
    const startSec = at;
    at += seconds;
    return { startSec, endSec: at, heading, text: [heading, ...lines].join('\n') };
  });
};

const twoParts = shown(
  ['1. 로그의 뜻', 300, '밑과 진수', '지수와 로그'],
  ['로그의 뜻 (2)', 300, '로그의 값', '지수와 진수'],
  ['2. 잎의 구조', 300, '기공과 표피', '엽록체'],
  ['잎의 구조 (2)', 300, '엽록체와 기공', '광합성'],
);
const startsOf = (chapters: readonly { startSec: number }[]) => chapters.map(({ startSec }) => startSec);

describe('chapters of generated lessons', () => {
  it.each(styles)('meet the plan of lessons with %s', (style) => {
    const seeds = Array.from(
      { length: 12 },
      (_, index) => 1000 + index * styles.length + styles.indexOf(style),
    );
    const scores = seeds.map((seed) => {
      const { screens, pauses, durationSec, language, sections } = makeLessonPlan(seed);
      return scoreChapters(plan({ screens, pauses, durationSec, language }), sections).f1;
    });
    expect(scores.reduce((sum, score) => sum + score, 0) / scores.length).toBeGreaterThanOrEqual(0.85);
  });

  it('are 4 to 15 in 50 minutes, in order, apart, titled, with a confidence', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const { screens, pauses, durationSec, language } = makeLessonPlan(seed);
      const chapters = plan({ screens, pauses, durationSec, language });
      const { fewest, most, shortestSec } = chapterLimits(durationSec);
      expect(chapters.length).toBeGreaterThanOrEqual(Math.max(2, fewest));
      expect(chapters.length).toBeLessThanOrEqual(most);
      for (const [position, { startSec, title, confidence }] of chapters.entries()) {
        const next = chapters[position + 1]?.startSec ?? durationSec;
        expect(next - startSec).toBeGreaterThanOrEqual(shortestSec);
        expect(title).not.toBe('');
        expect(confidence).toBeGreaterThan(0);
        expect(confidence).toBeLessThanOrEqual(0.95);
      }
    }
  });

  it('are the same each time', () => {
    const { screens, pauses, durationSec, language } = makeLessonPlan(7);
    const material = { screens, pauses, durationSec, language };
    expect(plan(material)).toEqual(plan(material));
  });
});

describe('chapters of a lesson with two topics', () => {
  it('begin with them, under their own headings', () => {
    expect(plan({ screens: twoParts, durationSec: 1200 })).toMatchObject([
      { startSec: 0, title: '로그의 뜻' },
      { startSec: 600, title: '잎의 구조' },
    ]);
  });

  it('keep half a minute away from one that somebody made, and put none beside it instead', () => {
    expect(startsOf(plan({ screens: twoParts, durationSec: 1200, manual: [625] }))).toEqual([0]);
    expect(startsOf(plan({ screens: twoParts, durationSec: 1200, manual: [5] }))).toEqual([600]);
    expect(startsOf(plan({ screens: twoParts, durationSec: 1200, manual: [640] }))).toContain(600);
  });

  it('do not return to where somebody threw one out', () => {
    expect(startsOf(plan({ screens: twoParts, durationSec: 1200, manual: [5], dismissed: [610] }))).toEqual(
      [],
    );
    expect(startsOf(plan({ screens: twoParts, durationSec: 1200, dismissed: [620] }))).toEqual([0, 600]);
  });

  it('count what somebody made towards the most there may be', () => {
    const manual = Array.from({ length: 20 }, (_, index) => 50 + index * 7);
    expect(startsOf(plan({ screens: twoParts, durationSec: 1200, manual }))).toEqual([0]);
  });
});

describe('where a chapter begins', () => {
  it('is the first screen’s own time when that comes late', () => {
    const late = twoParts.map((screen) => ({
      ...screen,
      startSec: screen.startSec + 40,
      endSec: screen.endSec + 40,
    }));
    expect(startsOf(plan({ screens: late, durationSec: 1240 }))).toEqual([40, 640]);
  });

  it('is a section’s title slide, and not the slide after it', () => {
    const screens = shown(
      ['광합성', 200, '빛과 잎에서 양분을 만드는 일', '엽록체에서 일어난다', '물과 이산화탄소'],
      ['빛의 세기', 200, '빛이 셀수록 광합성이 늘어난다', '엽록체와 빛', '물과 온도'],
      ['증산 작용', 10],
      ['물의 이동', 200, '뿌리에서 잎까지 물이 오른다', '물관과 뿌리털', '기공으로 나간다'],
      ['기공의 여닫이', 200, '낮에 열리고 밤에 닫힌다', '공변세포와 물', '뿌리와 기공'],
    );
    const chapters = plan({ screens, durationSec: 810 });
    expect(chapters).toContainEqual(expect.objectContaining({ startSec: 400, title: '증산 작용' }));
    expect(startsOf(chapters)).not.toContain(410);
  });

  it('is not where a slide is shown again or a picture comes between', () => {
    const [first, second, third, fourth] = twoParts;
    const screens = [first, second, third, fourth].flatMap((screen) =>
      screen === undefined ? [] : [screen],
    );
    const picture = { startSec: 900, endSec: 1000, heading: '', text: '' };
    const again = { startSec: 1000, endSec: 1020, heading: first?.heading ?? '', text: first?.text ?? '' };
    const chapters = plan({ screens: [...screens.slice(0, 3), picture, again], durationSec: 1200 });
    expect(startsOf(chapters)).toEqual([0, 600]);
  });
});

describe('a lesson that is short', () => {
  it('has fewer chapters', () => {
    expect(chapterLimits(3000)).toMatchObject({ fewest: 4, most: 15 });
    expect(chapterLimits(600)).toMatchObject({ fewest: 0, most: 5 });
    expect(chapterLimits(6000)).toMatchObject({ fewest: 8, most: 30 });
  });

  it('has none when it is a trial, or about one thing', () => {
    expect(plan({ screens: shown(['로그', 8], ['잎', 8]), durationSec: 16 })).toEqual([]);
    expect(plan({ screens: shown(['로그의 뜻', 900, '밑과 진수']), durationSec: 900 })).toEqual([]);
  });
});

describe('a lesson without text on its screens', () => {
  const pauses = [
    { start_time: 100, end_time: 110 },
    { start_time: 600, end_time: 760.4 },
    { start_time: 3700, end_time: 3780.4 },
  ];

  it('has chapters where speech sets in after long quiet, named by their time', () => {
    expect(plan({ pauses, durationSec: 4000 })).toEqual([
      { startSec: 760, title: '12:40부터', confidence: 0.3 },
      { startSec: 3780, title: '1:03:00부터', confidence: 0.3 },
    ]);
    expect(plan({ pauses, durationSec: 4000, language: 'en' })[0]?.title).toBe('From 12:40');
  });

  it('has none otherwise', () => {
    expect(plan({ pauses: pauses.slice(0, 1) })).toEqual([]);
    expect(plan({ pauses, durationSec: 4000, manual: [750], dismissed: [3775] })).toEqual([]);
  });
});
