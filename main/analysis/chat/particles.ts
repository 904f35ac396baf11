/**
 * What stands behind a Korean noun: particles, the copula, `하다` and what chat makes of them. A plain list, tried from
 * the end of a word, up to three in a row (`에서는요`); which cut is right is decided by who knows the nouns.
 */

/** After a consonant, after a vowel, after either. */
const afterConsonant = ['은', '이', '을', '과', '으로', '이랑', '이나', '아', '이라', '이란', '이랑은'];
const afterVowel = ['는', '가', '를', '와', '랑', '나', '라', '란', '야', '로'];
const afterEither = [
  ...[
    '의',
    '에',
    '에서',
    '에게',
    '한테',
    '께',
    '도',
    '만',
    '까지',
    '부터',
    '처럼',
    '보다',
    '마다',
    '밖에',
    '조차',
    '마저',
  ],
  ...[
    '하고',
    '이고',
    '이든',
    '든',
    '든지',
    '이든지',
    '라도',
    '이라도',
    '라서',
    '이라서',
    '라고',
    '이라고',
    '라는',
    '이라는',
  ],
  ...[
    '라며',
    '이라며',
    '라면',
    '이라면',
    '이면',
    '면',
    '이며',
    '며',
    '인데',
    '인데요',
    '인지',
    '인가',
    '인가요',
    '인',
    '임',
    '일',
  ],
  ...[
    '이에요',
    '예요',
    '이예요',
    '에요',
    '이여',
    '여',
    '요',
    '이요',
    '이죠',
    '죠',
    '이지',
    '지',
    '지요',
    '입니다',
    '입니까',
    '이다',
    '다',
  ],
  ...[
    '이야',
    '이었',
    '였',
    '이었나요',
    '였나요',
    '이었는데',
    '였는데',
    '이네',
    '네',
    '이네요',
    '네요',
    '이냐',
    '냐',
    '인거',
    '인건',
    '인듯',
  ],
  ...[
    '하는',
    '하면',
    '해서',
    '하고',
    '하는데',
    '했는데',
    '하기',
    '할',
    '한',
    '해',
    '했',
    '하',
    '하다',
    '합니다',
    '해요',
    '했어요',
    '함',
    '하니까',
  ],
  ...[
    '하지',
    '하려면',
    '하게',
    '하자',
    '해야',
    '했더니',
    '했던',
    '했음',
    '할때',
    '하는거',
    '하는건',
    '하는게',
    '하나요',
    '하죠',
    '한다',
    '한다고',
  ],
  ...[
    '되는',
    '되면',
    '돼서',
    '되고',
    '된',
    '될',
    '됨',
    '되나요',
    '되다',
    '되는데',
    '됐',
    '됐는데',
    '되어',
    '된다',
    '된다고',
    '돼요',
    '되죠',
  ],
  ...[
    '시키면',
    '시키는',
    '시켜서',
    '시킨',
    '당한',
    '당하는',
    '적',
    '적인',
    '적으로',
    '들',
    '들이',
    '들은',
    '들을',
    '들의',
    '끼리',
    '별',
    '별로',
  ],
  ...[
    '같은',
    '같이',
    '때',
    '때문에',
    '때문',
    '대로',
    '쪽',
    '땜에',
    '뿐',
    '중',
    '상',
    '용',
    '식',
    '형',
    '화',
    '님',
    '씨',
    '거',
    '건',
    '게',
    '걸',
    '꺼',
  ],
];

/** Longest first, so that the first cut is the deepest. */
export const particles: readonly string[] = [
  ...new Set([...afterConsonant, ...afterVowel, ...afterEither]),
].toSorted((left, right) => right.length - left.length || (left < right ? -1 : 1));

const known = new Set(particles);
const longest = Math.max(...particles.map((particle) => particle.length));

export type Cut = { stem: string; rest: string };

/** Ways to read a word as a noun and what follows it, the whole word first; at most three particles deep. */
export function cutsOf(word: string): Cut[] {
  const cuts: Cut[] = [{ stem: word, rest: '' }];
  const seen = new Set([word]);
  for (let from = 0, depth = 0; depth < 3; depth += 1) {
    const to = cuts.length;
    for (; from < to; from += 1) {
      const { stem } = cuts[from] ?? { stem: '' };
      for (let length = 1; length <= longest && length < stem.length; length += 1) {
        const shorter = stem.slice(0, -length);
        if (!known.has(stem.slice(-length)) || seen.has(shorter)) continue;
        seen.add(shorter);
        cuts.push({ stem: shorter, rest: word.slice(shorter.length) });
      }
    }
  }
  return cuts;
}
