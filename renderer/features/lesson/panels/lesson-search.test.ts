import { expect, it } from 'vitest';
import { createLessonSearch } from './lesson-search.ts';

const search = createLessonSearch({
  chapters: [
    {
      chapter_id: 'c1',
      start_time: 10,
      end_time: 60,
      title: '로그의 성질',
      description: '밑이 같을 때',
      origin: 'manual',
      confidence: null,
    },
  ],
  notes: [{ note_id: 'n1', time: 30, text: '로그 문제를 더 준비하기', created_at: '', updated_at: '' }],
  slides: [],
  messages: [
    {
      message_id: 'm1',
      sender_id: 's1',
      sender_name: '김서연',
      sender_role: 'student',
      text: '진수 조건이 왜 필요해요? logarithm',
      sent_at: '',
      time: 45,
    },
  ],
});

it('finds chapters before notes and chat, in any of their words', () => {
  expect(search('로그').map(({ kind }) => kind)).toEqual(['chapter', 'note']);
  expect(search('밑이').map(({ timeSec }) => timeSec)).toEqual([10]);
  expect(search('진수')).toMatchObject([
    { kind: 'chat', timeSec: 45, text: '진수 조건이 왜 필요해요? logarithm' },
  ]);
});

it('finds by initials, by the beginning of an English word, and nothing where a word is missing', () => {
  expect(search('ㅈㅅ').map(({ kind }) => kind)).toEqual(['chat']);
  expect(search('loga').map(({ kind }) => kind)).toEqual(['chat']);
  expect(search('로그 진수')).toEqual([]);
  expect(search('')).toEqual([]);
});
