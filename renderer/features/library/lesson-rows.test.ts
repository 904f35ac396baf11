import { describe, expect, it } from 'vitest';
import { type FoundLesson, layOut, stepFrom } from './lesson-rows.ts';

const today = new Date(2026, 2, 11, 8, 30);
const lesson = (id: string, date: string, status: FoundLesson['status'] = 'ready'): FoundLesson => ({
  recording_id: id,
  session_id: `s-${id}`,
  title: id,
  description: '',
  duration: 60,
  created_at: `${date}T00:00:00.000Z`,
  session_date: date,
  teacher_id: null,
  teacher_name: '',
  class_name: '',
  subject: '',
  student_count: 0,
  width: null,
  height: null,
  video_codec: null,
  audio_codec: null,
  bitrate_kbps: 0,
  size_bytes: 0,
  resolutions: [],
  status,
  tags: [],
  is_kept: false,
  score: 0,
  moments: [],
});
const lessons = [
  lesson('a', '2026-03-11'),
  lesson('b', '2026-03-11', 'recording'),
  lesson('c', '2026-03-11'),
  lesson('d', '2026-03-11'),
  lesson('e', '2026-03-10'),
  lesson('f', '2026-03-10'),
];
const shape = (layout: ReturnType<typeof layOut>) =>
  layout.rows.map((row) =>
    row.kind === 'heading'
      ? row.heading
      : `${row.firstIndex}:${row.lessons.map((one) => one.recording_id).join('')}`,
  );

describe('the grid', () => {
  const grid = layOut(lessons, { columns: 2, isByDate: true, today });

  it('groups by day, with what is being recorded first', () => {
    expect(shape(grid)).toEqual(['live', '0:b', 'today', '1:ac', '3:d', 'yesterday', '4:ef']);
    expect(grid.rowOf).toEqual([1, 3, 3, 4, 6, 6]);
    expect(new Set(grid.rows.map(({ key }) => key)).size).toBe(grid.rows.length);
  });

  it('is plain rows in any other order', () => {
    expect(shape(layOut(lessons, { columns: 4, isByDate: false, today }))).toEqual(['0:abcd', '4:ef']);
    expect(layOut([], { columns: 4, isByDate: true, today }).rows).toEqual([]);
  });

  it('leads the arrow keys past headings, and keeps the column where a row has one', () => {
    expect(stepFrom(grid, 0, 'down')).toBe(1);
    expect(stepFrom(grid, 2, 'down')).toBe(3);
    expect(stepFrom(grid, 3, 'down')).toBe(4);
    expect(stepFrom(grid, 5, 'up')).toBe(3);
    expect(stepFrom(grid, 5, 'page_up')).toBe(0);
    expect(stepFrom(grid, 0, 'page_down')).toBe(4);
    expect(stepFrom(grid, 0, 'left')).toBe(0);
    expect(stepFrom(grid, 5, 'right')).toBe(5);
    expect([stepFrom(grid, 2, 'home'), stepFrom(grid, 2, 'end')]).toEqual([0, 5]);
  });
});
