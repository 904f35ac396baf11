/** Lessons to measure with: what teachers show in an hour, shortened. Each is the same in every run. */
import { allSlides, englishDeck, koreanDeck, mixedDeck } from './decks.ts';
import type { Scene } from './scene.ts';
import { type Slide, stepsOf } from './slide.ts';

function show(
  slide: Slide | undefined,
  seconds: number,
  rest: Partial<Extract<Scene, { kind: 'slide' }>> = {},
): Scene {
  if (slide === undefined) throw new Error('There is no such slide');
  // A build needs time for its points.
  const needsSec = rest.build === undefined ? 0 : stepsOf(slide) * 6 + 12;
  return { kind: 'slide', slide, seconds: Math.max(seconds, needsSec), ...rest };
}

const solving = [
  '이차방정식의 풀이',
  '1. x2 - 5x + 6 = 0',
  '(x - 2)(x - 3) = 0',
  'x = 2 또는 x = 3',
  '2. 완전제곱식 만들기',
  '근의 공식을 외우자',
];
const grammar = [
  'Present perfect',
  'have + past participle',
  'I have seen it twice.',
  'since 2010, for ten years',
  'Never with yesterday!',
];

/** No two paragraphs alike: a document that repeats itself looks scrolled when it is not. */
const reading: readonly string[] = [
  '어느 마을에 책을 좋아하는 아이가 살고 있었다. 아이는 날마다 강가의 큰 나무 아래에 앉아 해가 질 때까지 책을 읽었다.',
  '마을 사람들은 그 아이를 이상하게 여겼지만 할머니만은 언제나 웃으며 새 책을 구해다 주었다. 할머니의 집에는 오래된 이야기책이 가득하였다.',
  '그해 가을에는 비가 많이 내렸다. 강물이 불어 다리가 떠내려가자 사람들은 시장에 갈 수 없게 되었다.',
  '아이는 책에서 읽은 방법을 떠올렸다. 굵은 밧줄을 나무에 묶고 뗏목을 이어 붙이면 사람이 건널 수 있을 것 같았다. 아이는 밤새 그림을 그려 가며 길이와 무게를 헤아렸다.',
  '처음에는 아무도 믿지 않았다. 목수 아저씨가 그림을 한참 들여다보더니 고개를 끄덕였다.',
  '이튿날 아침 온 마을이 강가에 모였다. 젊은이들은 통나무를 날랐고 노인들은 밧줄을 꼬았다. 아이들은 못을 주워 모았다.',
  '해가 기울 무렵 뗏목 다리가 놓였다. 가장 먼저 건넌 사람은 할머니였다.',
  '강 건너편에서 할머니가 손을 흔들자 모두가 소리를 질렀다. 그날 저녁 마을 회관에서는 큰 잔치가 벌어졌다. 목수 아저씨는 아이의 손을 잡고 춤을 추었다.',
  '겨울이 오기 전에 마을 사람들은 돌다리를 새로 놓았다. 다리의 이름은 아이의 이름을 따서 지었다.',
  '다리 옆에는 작은 도서관이 세워졌다. 첫 번째 책은 할머니가 내놓은 낡은 이야기책이었고, 둘째 책은 아이가 그린 다리의 그림책이었다.',
  '지금도 그 마을에 가면 강가의 나무 아래에서 책을 읽는 아이들을 볼 수 있다.',
  '여러분이라면 어떤 책을 골라 그 도서관에 꽂아 두고 싶은가? 그 까닭을 세 문장으로 써 보자.',
];

/** Slides alone: builds, fades, a film, one shown again. */
export const slideLesson: readonly Scene[] = [
  show(koreanDeck[0], 14, { chapter: '이차방정식의 풀이' }),
  show(koreanDeck[1], 20, { build: 'appear' }),
  show(koreanDeck[2], 25, { enter: 'fade' }),
  show(koreanDeck[3], 30, { hasPointer: true }),
  show(koreanDeck[4], 21),
  show(koreanDeck[3], 15),
  show(koreanDeck[5], 12, { chapter: '조선의 건국과 발전', enter: 'fade' }),
  show(koreanDeck[6], 20, { build: 'fly' }),
  show(koreanDeck[7], 23),
  show(koreanDeck[8], 17, { hasWebcam: true }),
  show(koreanDeck[9], 20, { build: 'dim', hasWebcam: true }),
  show(koreanDeck[10], 11, { chapter: '물질의 상태 변화' }),
  show(koreanDeck[11], 40),
  show(koreanDeck[12], 25),
  show(koreanDeck[13], 20, { build: 'appear', hasPointer: true }),
  show(koreanDeck[17], 19, { enter: 'fade' }),
];

/** What else a class sees: boards, a document, a camera, films, a webcam in the corner. */
export const mixedLesson: readonly Scene[] = [
  { kind: 'camera', seconds: 21 },
  show(englishDeck[0], 13, { chapter: 'Photosynthesis', hasWebcam: true }),
  show(englishDeck[1], 20, { build: 'fly', hasWebcam: true }),
  show(englishDeck[2], 19, { hasWebcam: true, hasPointer: true }),
  { kind: 'board', seconds: 120, chapter: '판서', board: { ground: 'green', lines: solving } },
  { kind: 'board', seconds: 75, board: { ground: 'green', lines: solving.toReversed() } },
  { kind: 'camera', seconds: 31 },
  { kind: 'document', seconds: 110, chapter: '읽기 자료', title: '강가의 작은 도서관', paragraphs: reading },
  show(englishDeck[9], 45, { chapter: 'The water cycle' }),
  show(englishDeck[4], 26, { hasPointer: true }),
  { kind: 'board', seconds: 90, board: { ground: 'white', lines: grammar } },
  show(englishDeck[11], 20, { build: 'dim' }),
  show(mixedDeck[1], 24, { build: 'appear', hasWebcam: true, chapter: 'Python' }),
  show(mixedDeck[2], 19, { hasWebcam: true }),
];

/** A camera on a board with somebody before it. */
export const boardCameraLesson: readonly Scene[] = [
  {
    kind: 'board',
    seconds: 100,
    chapter: '판서',
    board: { ground: 'green', lines: solving, hasTeacher: true },
  },
  { kind: 'board', seconds: 80, board: { ground: 'green', lines: grammar, hasTeacher: true } },
];

/** A whole lesson of slides, each shown as long as the next. @param count of slides; beyond the decks they come again, numbered */
export function fullLesson(seconds: number, count: number): readonly Scene[] {
  const each = Math.floor(seconds / count);
  return Array.from({ length: count }, (_, position) => {
    const slide = allSlides[position % allSlides.length];
    const round = Math.floor(position / allSlides.length);
    if (slide === undefined) throw new Error('There is no such slide');
    const heading = round === 0 ? slide.heading : `${slide.heading} (${round + 1})`;
    return show({ ...slide, heading }, each, position % 3 === 1 ? { build: 'appear' } : {});
  });
}
