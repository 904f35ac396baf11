import { expect, it } from 'vitest';
import { fieldsOfFile } from './file-fields.ts';

it.each([
  ['로그의 성질.mp4', { title: '로그의 성질' }],
  [
    '2026-03-12 2학년 3반 수학 로그의 성질.mp4',
    { title: '수학 로그의 성질', session_date: '2026-03-12', class_name: '2학년 3반', subject: '수학' },
  ],
  [
    '20260312_0930_영어_Reading.mkv',
    {
      ...{ title: '영어 Reading', session_date: '2026-03-12', subject: '영어' },
      started_at: new Date(2026, 2, 12, 9, 30).toISOString(),
    },
  ],
  [
    '2026-03-12 09-30-05.mkv',
    {
      ...{ title: '2026-03-12 09-30-05', session_date: '2026-03-12' },
      started_at: new Date(2026, 2, 12, 9, 30, 5).toISOString(),
    },
  ],
  ['2026년 3월 2일 광합성.mov', { title: '광합성', session_date: '2026-03-02' }],
  [
    'GMT20260302-010203_Recording_1920x1080.mp4',
    { title: 'Recording', session_date: '2026-03-02', started_at: '2026-03-02T01:02:03.000Z' },
  ],
  ['2026-02-30.mp4', { title: '2026-02-30' }],
  ['1-5반 체육.mp4', { title: '체육', class_name: '1학년 5반', subject: '체육' }],
  ['20260312.mp4', { title: '20260312', session_date: '2026-03-12' }],
  ['수학여행 안내.mp4', { title: '수학여행 안내' }],
])('reads %s', (name, fields) => {
  expect(fieldsOfFile(name)).toEqual(fields);
});

it('knows the subjects of this school', () => {
  expect(fieldsOfFile('심화수학_행렬.mp4', ['심화수학']).subject).toBe('심화수학');
});
