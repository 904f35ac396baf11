import { describe, expect, test } from 'vitest';
import { type ActiveRecording, type ShellState, titleOfAll, trayModel } from './tray-model.ts';
import { wordsIn } from './words.ts';

const korean = wordsIn('ko');
const lesson: ActiveRecording = {
  recordingId: 'a',
  title: '로그의 성질',
  status: 'recording',
  durationSec: 3725,
};
const state = (change: Partial<ShellState>): ShellState => ({
  core: 'running',
  recordings: [],
  hasAlarm: false,
  ...change,
});

describe('tray', () => {
  test('says that nothing is recorded', () => {
    const { icon, tooltip } = trayModel(state({}), korean);
    expect({ icon, tooltip }).toEqual({ icon: 'idle', tooltip: 'AIRClass 녹화기\n녹화하고 있지 않아요' });
  });

  test('says what is recorded for how long, and can stop it', () => {
    const model = trayModel(state({ recordings: [lesson] }), korean);
    expect(model.icon).toBe('recording');
    expect(model.tooltip).toContain('녹화 중 · 1시간 2분 · 로그의 성질');
    expect(model.items).toContainEqual({
      type: 'command',
      label: '‘로그의 성질’ 녹화 멈추기…',
      command: { kind: 'stop', recordingId: 'a' },
    });
  });

  test('has its own picture for trouble', () => {
    expect(trayModel(state({ recordings: [lesson], hasAlarm: true }), korean).icon).toBe('attention');
    expect(trayModel(state({ recordings: [{ ...lesson, status: 'reconnecting' }] }), korean).icon).toBe(
      'attention',
    );
    expect(trayModel(state({ core: 'restarting', recordings: [lesson] }), korean).icon).toBe('attention');
    expect(trayModel(state({ core: 'failed' }), korean).icon).toBe('attention');
  });

  test('does not look like recording while nothing is recorded', () => {
    const of = (status: ActiveRecording['status']) =>
      trayModel(state({ recordings: [{ ...lesson, status }] }), korean);
    expect(of('paused').icon).toBe('attention');
    expect(of('starting').icon).toBe('idle');
    expect(of('starting').tooltip).toContain('연결하는 중 · ');
    const both = state({ recordings: [{ ...lesson, status: 'paused' }, lesson] });
    expect(trayModel(both, korean).icon).toBe('recording');
  });

  test('offers no stop for a lesson that is being finished', () => {
    const labels = trayModel(
      state({ recordings: [{ ...lesson, status: 'stopping' }] }),
      korean,
    ).items.flatMap((item) => (item.type === 'command' ? item.command.kind : []));
    expect(labels).toEqual(['open', 'quit']);
  });

  test('keeps to the 127 characters Windows shows', () => {
    const long = { ...lesson, title: '가'.repeat(300) };
    expect(trayModel(state({ recordings: [long] }), korean).tooltip.length).toBeLessThanOrEqual(127);
  });

  test('counts several lessons and names one without a title', () => {
    expect(titleOfAll([lesson, lesson], wordsIn('en'))).toBe('2 lessons');
    expect(titleOfAll([{ ...lesson, title: '' }], korean)).toBe('제목 없는 수업');
  });
});
