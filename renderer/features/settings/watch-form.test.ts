import { describe, expect, it } from 'vitest';
import { type Watch, watchChangeSchema, watchRequestSchema } from '../../../contract/recording.ts';
import { type WatchForm, changeIn, formOf, problemsOf, requestIn } from './watch-form.ts';

const sourceId = '0198c5ce-0000-7000-8000-000000000001';
const source = {
  source_id: sourceId,
  name: '301호 카메라',
  stream_url: 'rtsp://10.0.0.5/…',
  created_at: '2026-03-02T00:00:00.000Z',
};
const profile = { class_name: '2학년 3반', subject: '수학', teacher_name: '김수현' };
const options = { sources: [source], profile, newId: 'k3x9' };
const watch: Watch = {
  watch_id: '0198c5ce-0000-7000-8000-000000000002',
  stream_url: 'rtmp://10.0.0.9/…',
  session_template: { session_id: 'math-{date}', title: '수학 {date}', teacher_id: 't-7' },
  days: ['mon'],
  from: '09:00',
  to: '10:00',
  enabled: true,
  created_at: '2026-03-02T00:00:00.000Z',
  last_checked_at: null,
  recording_id: null,
};
const blank: WatchForm = { ...formOf(undefined, { ...options, sources: [] }) };

describe('automatic recording as it is typed', () => {
  it('begins with the first saved source, the school week and who records here', () => {
    const form = formOf(undefined, options);
    expect(form).toMatchObject({ source: `saved:${sourceId}`, from: '09:00', ...profile });
    expect(problemsOf(form)).toEqual([]);
    expect(watchRequestSchema.safeParse(requestIn(form)).success).toBe(true);
    expect(blank.source).toBe('typed');
  });

  it('says what is missing', () => {
    expect(problemsOf(blank)).toEqual(['address']);
    const wrong = { ...blank, address: 'rtsp://x', days: [], to: '09:00', session_id: '수업' };
    expect(problemsOf(wrong)).toEqual(['days', 'hours', 'session_id']);
  });

  it('keeps the address it does not know, and what it does not show', () => {
    const change = changeIn(formOf(watch, options), watch);
    expect(change).not.toHaveProperty('stream_url');
    expect(change.session_template).toEqual(watch.session_template);
    expect(watchChangeSchema.safeParse(change).success).toBe(true);
  });

  it('drops a field that was emptied', () => {
    const change = changeIn({ ...formOf(watch, options), title: ' ' }, watch);
    expect(change.session_template).toEqual({ session_id: 'math-{date}', teacher_id: 't-7' });
  });
});
