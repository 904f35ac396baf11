/** Sentences about one picture, in the languages of the product. They say what is seen and how sure that is. Pure. */
import type { SignalKind } from '../../../contract/analysis.ts';

export type Language = 'ko' | 'en';

type Texts = {
  people(count: number): string;
  signal: Record<SignalKind, (count: number) => string>;
  engagement(score: number): string;
  text(lines: number): string;
  nothing: string;
};

const percent = (score: number): string => String(Math.round(score * 100));
/** English: one of several forms by number. */
const some = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const korean: Texts = {
  people: (count) => `${count}명이 보여요.`,
  signal: {
    hand_raised: (count) => `${count}명이 손을 들고 있어요.`,
    writing: (count) => `${count}명이 필기하는 것 같아요. 확실하지 않은 단서예요.`,
    phone_in_use: (count) => `${count}명이 휴대전화를 쓰는 것 같아요. 사진 한 장으로는 확실하지 않아요.`,
    looking_away: (count) => `${count}명이 다른 쪽을 보고 있어요.`,
    absent: () => '아무도 보이지 않아요.',
    screen_off: () => '화면이 꺼져 있거나 비어 있어요.',
  },
  engagement: (score) =>
    `참여 신호는 100점 중 ${percent(score)}점이에요. 이 사진 전체를 본 값이고, 학생 한 명을 평가한 것이 아니에요.`,
  text: (lines) => `글자가 ${lines}줄 있어요.`,
  nothing: '특별한 신호가 없어요.',
};

const english: Texts = {
  people: (count) => `${some(count, 'person is', 'people are')} visible.`,
  signal: {
    hand_raised: (count) => `${some(count, 'person raises', 'people raise')} a hand.`,
    writing: (count) => `${some(count, 'person seems', 'people seem')} to be writing; this is only a hint.`,
    phone_in_use: (count) =>
      `${some(count, 'person seems', 'people seem')} to use a phone; one picture is not enough to be sure.`,
    looking_away: (count) => `${some(count, 'person looks', 'people look')} elsewhere.`,
    absent: () => 'Nobody is visible.',
    screen_off: () => 'The screen is off or blank.',
  },
  engagement: (score) =>
    `Signs of taking part: ${percent(score)} of 100, for the whole picture and not for any one person.`,
  text: (lines) => `There ${lines === 1 ? 'is 1 line' : `are ${lines} lines`} of text.`,
  nothing: 'There are no particular signs.',
};

export const insightTexts: Record<Language, Texts> = { ko: korean, en: english };
