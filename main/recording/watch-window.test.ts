import { describe, expect, it } from 'vitest';
import { fillTemplate, isInWindow, localTime } from './watch-window.ts';

const monday = { day: 'mon', date: '2026-03-02' } as const;

describe('watch windows', () => {
  it('reads the wall clock of the school, whatever the PC is set to', () => {
    const instant = Date.parse('2026-03-01T23:30:00Z');
    expect(localTime(instant, 'Asia/Seoul')).toEqual({ day: 'mon', clock: '08:30', date: '2026-03-02' });
    expect(localTime(instant, 'UTC')).toEqual({ day: 'sun', clock: '23:30', date: '2026-03-01' });
  });

  it('includes both ends of its hours and only its days', () => {
    const window = { days: ['mon'], from: '09:00', to: '09:50' } as const;
    expect(isInWindow(window, { ...monday, clock: '09:00' })).toBe(true);
    expect(isInWindow(window, { ...monday, clock: '09:50' })).toBe(true);
    expect(isInWindow(window, { ...monday, clock: '09:51' })).toBe(false);
    expect(isInWindow(window, { ...monday, day: 'tue', clock: '09:10' })).toBe(false);
  });

  it('runs past midnight when it ends before it starts', () => {
    const window = { days: ['mon'], from: '22:00', to: '01:00' } as const;
    expect(isInWindow(window, { ...monday, clock: '23:00' })).toBe(true);
    expect(isInWindow(window, { ...monday, day: 'tue', clock: '00:30' })).toBe(true);
    expect(isInWindow(window, { ...monday, clock: '00:30' })).toBe(false);
  });

  it('fills date and time into ids and titles', () => {
    expect(fillTemplate('math-{date}-{time}', { ...monday, clock: '09:05' })).toBe('math-20260302-0905');
  });
});
