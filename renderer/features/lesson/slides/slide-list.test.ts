import { describe, expect, it } from 'vitest';
import type { Slide } from '../../../../contract/vod.ts';
import type { StageState } from '../analysis/analysis-data.ts';
import { slideAt, slideTexts, slidesStanding, slidesWith } from './slide-list.ts';

const slide = (seq: number, part: Partial<Slide>): Slide => ({
  seq,
  time: seq * 10,
  end_time: seq * 10 + 10,
  image: '',
  width: 1280,
  height: 720,
  heading: '',
  text: '',
  is_read: true,
  blocks: [],
  ...part,
});
const slides = [
  slide(1, { heading: '로그의 뜻', text: '로그의 뜻\na > 0' }),
  slide(2, { heading: '밑의변환', text: '밑의변환 공식' }),
  slide(4, { heading: 'Have you ever', text: 'Present Perfect' }),
];
const numbers = (list: readonly Slide[]) => list.map(({ seq }) => seq);

describe('screens with …', () => {
  it('shows those on which all the words stand, wherever the spaces are', () => {
    expect(numbers(slidesWith(slides, '밑의 변환'))).toEqual([2]);
    expect(numbers(slidesWith(slides, '로그의뜻'))).toEqual([1]);
    expect(numbers(slidesWith(slides, 'perfect ever'))).toEqual([4]);
    expect(numbers(slidesWith(slides, '로그 변환'))).toEqual([]);
  });

  it('takes initials, and shows all without a word', () => {
    expect(numbers(slidesWith(slides, 'ㅂㅎ'))).toEqual([2]);
    expect(numbers(slidesWith(slides, '  '))).toEqual([1, 2, 4]);
  });
});

it('knows the screen in the picture, and that there is none between screens', () => {
  expect(slideAt(slides, 9)).toBeUndefined();
  expect(slideAt(slides, 10)?.seq).toBe(1);
  expect(slideAt(slides, 29.9)?.seq).toBe(2);
  expect(slideAt(slides, 35)).toBeUndefined();
  expect(slideAt(slides, 41)?.seq).toBe(4);
});

it('joins what stands on the screens, each under its moment', () => {
  expect(slideTexts([...slides.slice(0, 1), slide(3, {}), ...slides.slice(1, 2)], (at) => `${at}`)).toBe(
    '[10]\n로그의 뜻\na > 0\n\n[20]\n밑의변환 공식',
  );
});

const stage = (state: StageState['state'], part: Partial<StageState> = {}): StageState => ({
  stage: 'slides',
  state,
  progress: 0,
  eta_seconds: null,
  finished_at: null,
  models: [],
  job_id: null,
  ...part,
});
const standing = (part: Partial<Parameters<typeof slidesStanding>[0]>) =>
  slidesStanding({
    slides: [],
    finding: undefined,
    reading: undefined,
    isLive: false,
    isLoading: false,
    isOn: true,
    ...part,
  });

describe('what is said where there are no screens', () => {
  it('follows the finding', () => {
    expect(standing({ finding: stage('queued') })).toEqual({ is: 'waiting' });
    expect(standing({ finding: stage('running', { progress: 0.4, eta_seconds: 9 }) })).toEqual({
      is: 'finding',
      progress: 0.4,
      etaSec: 9,
    });
    expect(standing({ finding: stage('done') })).toEqual({ is: 'none' });
    expect(standing({ finding: stage('failed', { error: { code: 'media_missing', detail: '' } }) })).toEqual({
      is: 'failed',
      code: 'media_missing',
    });
  });

  it('tells a lesson that nobody asked about from an analysis that is switched off', () => {
    expect(standing({ finding: stage('none') })).toEqual({ is: 'unasked' });
    expect(standing({ finding: stage('none'), isOn: false })).toEqual({ is: 'off' });
    expect(standing({ isLive: true })).toEqual({ is: 'live' });
    expect(standing({ slides: undefined })).toEqual({ is: 'loading' });
  });

  it('counts what is still to be read', () => {
    const some = [slide(1, {}), slide(2, { is_read: false })];
    expect(standing({ slides: some })).toEqual({
      is: 'some',
      reading: { read: 1, total: 2 },
      hasReadingFailed: false,
    });
    expect(standing({ slides: some, reading: stage('failed') })).toMatchObject({ hasReadingFailed: true });
    expect(standing({ slides })).toMatchObject({ reading: undefined });
  });
});
