/** Lessons as plans, made by code: which screens stood when, with their text as OCR reads it, and where sections begin. */
import type { Span } from '../../contract/analysis.ts';
import type { PlanScreen } from '../analysis/chapters/chapter-plan.ts';
import { seeded } from '../base/seeded.ts';

export type LessonPlan = {
  name: string;
  language: 'ko' | 'en';
  durationSec: number;
  screens: PlanScreen[];
  pauses: Span[];
  /** Where the plan's sections begin: what chapters are held against. */
  sections: { startSec: number; title: string }[];
};

type Subject = { language: 'ko' | 'en'; title: string; common: string; sections: Record<string, string> };

/** A section's own words, and those that run through the whole lesson. */
const subjects: readonly Subject[] = [
  {
    language: 'ko',
    title: '로그의 성질',
    common: '로그 밑 진수 값 식',
    sections: {
      '지수와 로그의 관계': '지수 거듭제곱 역함수 정의 그래프 대응',
      '로그의 덧셈과 뺄셈': '곱의로그 몫의로그 더하기 빼기 전개 묶기',
      '밑의 변환 공식': '변환 상용로그 새로운밑 분자 분모 약분',
      '로그 방정식': '방정식 미지수 해 조건 검산 치환',
      '생활 속 로그': '지진 규모 소리 데시벨 산성도 별의밝기',
    },
  },
  {
    language: 'ko',
    title: '광합성과 호흡',
    common: '식물 세포 에너지 물질 생물',
    sections: {
      '잎의 구조': '기공 표피 엽육 잎맥 공변세포 현미경',
      '광합성이 일어나는 곳': '엽록체 엽록소 빛 아이오딘 녹말 검정말',
      '광합성에 영향을 주는 요인': '빛의세기 온도 이산화탄소농도 그래프 최대 포화',
      '증산 작용': '물 뿌리 물관 수분 습도 바람',
      '식물의 호흡': '산소 밤 미토콘드리아 분해 석회수 뿌옇게',
    },
  },
  {
    language: 'ko',
    title: '조선 후기의 변화',
    common: '조선 백성 나라 사회 제도',
    sections: {
      '붕당 정치와 탕평책': '서인 남인 영조 정조 규장각 왕권',
      '세금 제도의 개혁': '대동법 균역법 영정법 토지 쌀 군포',
      '상업의 발달': '장시 보부상 상평통보 객주 만상 시전',
      '신분제의 동요': '양반 공명첩 납속 노비 족보 몰락',
      '서민 문화': '판소리 탈춤 한글소설 민화 김홍도 풍속화',
      '실학의 등장': '정약용 박지원 수레 목민심서 북학 토지개혁',
    },
  },
  {
    language: 'ko',
    title: '날씨와 기후',
    common: '공기 대기 지역 하늘 지구',
    sections: {
      '기압과 바람': '고기압 저기압 등압선 해륙풍 계절풍 풍향',
      '구름과 비': '수증기 응결 이슬점 단열팽창 빗방울 눈결정',
      '기단과 전선': '한랭전선 온난전선 시베리아 북태평양 장마 소나기',
      태풍: '열대 눈 진로 위험반원 풍속 피해',
      '기후 변화': '온실기체 빙하 해수면 탄소배출 협약 재생에너지',
    },
  },
  {
    language: 'ko',
    title: '설명하는 글 쓰기',
    common: '글 독자 문장 내용 국어',
    sections: {
      '글의 목적 정하기': '목적 정보전달 주제 관심 계획 질문',
      '자료 모으기': '도서관 인터넷 면담 출처 신뢰성 메모',
      '설명 방법': '비교 대조 예시 분류 정의 인과',
      '개요 작성': '처음 가운데 끝 중심생각 순서 배치',
      고쳐쓰기: '맞춤법 띄어쓰기 삭제 추가 호응 소리내어',
    },
  },
  {
    language: 'en',
    title: 'The Water Cycle',
    common: 'water earth nature changes science',
    sections: {
      Evaporation: 'heat surface vapor liquid molecules sunlight',
      'Condensation and Clouds': 'droplets cooling dust cumulus stratus fog',
      Precipitation: 'rain snow hail sleet gauge storms',
      'Rivers and Groundwater': 'aquifer runoff soil spring delta infiltration',
      'Saving Water': 'household leaks drought recycle meter irrigation',
    },
  },
  {
    language: 'en',
    title: 'Writing a Letter',
    common: 'letter writer reader sentence english',
    sections: {
      'Parts of a Letter': 'greeting closing signature date address body',
      'Formal and Informal Style': 'polite contractions slang register vocabulary tone',
      'The Past Perfect': 'tense participle had before already timeline',
      'Linking Words': 'however therefore although moreover contrast cause',
      'Checking Your Work': 'spelling punctuation comma capital proofread partner',
    },
  },
  {
    language: 'en',
    title: 'The French Revolution',
    common: 'france people history power king',
    sections: {
      'Causes of the Revolution': 'estates taxes famine debt privilege bread',
      'The Fall of the Bastille': 'fortress july crowd prison weapons guards',
      'Rights of Man': 'declaration liberty equality property citizens assembly',
      'The Terror': 'robespierre guillotine committee trials jacobins fear',
      'Rise of Napoleon': 'general consul coup army emperor egypt',
      'Legacy for Europe': 'code nationalism metric congress vienna borders',
    },
  },
];

export const styles = ['section slides', 'repeated headings', 'numbered', 'own headings'] as const;

/** @param seed decides everything: subject, style, lengths, noise */
export function makeLessonPlan(seed: number): LessonPlan {
  const random = seeded(seed * 7919);
  const between = (low: number, high: number): number => low + random() * (high - low);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const subject = pick(subjects);
  const style = styles[seed % styles.length] ?? 'numbered';
  const isKorean = subject.language === 'ko';
  const head = random() < 0.4 ? (isKorean ? '2학년 3반 수업 자료' : 'Room 12 · Class notes') : undefined;
  const misreadShare = pick([0, 0.01, 0.03]);
  const screens: PlanScreen[] = [];
  const sections: LessonPlan['sections'] = [];
  const pauses: Span[] = [];
  let at = random() < 0.3 ? between(5, 50) : 0;

  const show = (heading: string, lines: readonly string[], seconds: number): void => {
    const read = (line: string): string => misread(line, misreadShare, random);
    const text = [...(head === undefined ? [] : [head]), heading, ...lines].map(read).join('\n');
    screens.push({ startSec: at, endSec: at + seconds, heading: read(heading), text });
    if (random() < 0.12) {
      const pauseAt = at + between(5, Math.max(6, seconds - 12));
      pauses.push({ start_time: pauseAt, end_time: pauseAt + between(3, 9) });
    }
    at += seconds;
  };
  const begin = (title: string): void => {
    sections.push({ startSec: at, title });
    if (random() < 0.5) pauses.push({ start_time: at - between(1, 4), end_time: at + between(2.5, 6) });
  };
  const bullets = (words: string, count: number): string[] =>
    Array.from({ length: count }, () => sentence(subject, words, random));

  begin(subject.title);
  show(subject.title, [isKorean ? '김하늘 선생님' : 'Ms. Park'], between(20, 60));
  if (random() < 0.6) {
    begin(isKorean ? '학습 목표' : 'Learning objectives');
    const titles = Object.keys(subject.sections);
    const goal = (title: string): string => (isKorean ? `${title} 알아보기` : `Understand ${title}`);
    show(sections.at(-1)?.title ?? '', titles.slice(0, 3).map(goal), between(40, 100));
  }
  for (const [number, [title, words]] of Object.entries(subject.sections).entries()) {
    begin(title);
    if (style === 'section slides') show(title, [], between(6, 25));
    const slides = 3 + Math.floor(random() * 5);
    for (let slide = 0; slide < slides; slide += 1) {
      const topic = pick(words.split(' '));
      const own = isKorean
        ? `${topic}${pick([' 알아보기', '의 뜻', ' 살펴보기', '와 특징'])}`
        : `About ${topic}`;
      const heading = {
        'section slides': own,
        'repeated headings': slide === 0 ? title : `${title} (${slide + 1})`,
        numbered: slide === 0 ? `${number + 1}. ${title}` : `${number + 1}-${slide} ${own}`,
        'own headings': slide === 0 ? title : own,
      }[style];
      show(heading, bullets(words, 3 + Math.floor(random() * 3)), between(35, 110));
      const previous = screens.at(-2);
      // Back to the slide before, because somebody asked.
      if (slide > 0 && previous !== undefined && random() < 0.08) {
        const seconds = between(8, 25);
        screens.push({ ...previous, startSec: at, endSec: at + seconds });
        at += seconds;
      }
    }
  }
  if (random() < 0.6) {
    begin(isKorean ? '학습 정리' : 'Summary');
    const all = Object.values(subject.sections).join(' ');
    show(sections.at(-1)?.title ?? '', bullets(all, 4), between(60, 140));
  }
  const name = `${subject.title}, ${style}`;
  const byTime = pauses.toSorted((left, right) => left.start_time - right.start_time);
  return { name, language: subject.language, durationSec: at, screens, pauses: byTime, sections };
}

/** Two or three of the section's words and one of the lesson's, as a bullet has them. */
function sentence(subject: Subject, words: string, random: () => number): string {
  const pick = (text: string): string => {
    const all = text.split(' ');
    return all[Math.floor(random() * all.length)] ?? '';
  };
  const [first, second, common] = [pick(words), pick(words), pick(subject.common)];
  if (subject.language === 'en') return `The ${first} of the ${common} shows how ${second} works`;
  return random() < 0.5
    ? `${common}에서 ${first}은 ${second}와 관계가 있다`
    : `${first}과 ${common}, ${second}의 예`;
}

/** Letters as a recogniser mistakes them. */
function misread(line: string, share: number, random: () => number): string {
  const letters = Array.from(line, (letter) => (/\p{L}/u.test(letter) && random() < share ? '리' : letter));
  return letters.join('');
}

/** Chapters within this of a section's beginning are right (s): a screen's own may be 2 s off. */
const toleranceSec = 10;

/** How well chapters meet the sections of a plan, each counted once. */
export function scoreChapters(
  chapters: readonly { startSec: number }[],
  sections: readonly { startSec: number }[],
): { precision: number; recall: number; f1: number } {
  const right = chapters.filter((chapter) => meets(chapter, sections)).length;
  const found = sections.filter((section) => meets(section, chapters)).length;
  const precision = right / Math.max(1, chapters.length);
  const recall = found / Math.max(1, sections.length);
  return { precision, recall, f1: (2 * precision * recall) / Math.max(precision + recall, 1e-9) };
}

function meets(one: { startSec: number }, others: readonly { startSec: number }[]): boolean {
  return others.some((other) => Math.abs(other.startSec - one.startSec) <= toleranceSec);
}
