import { describe, expect, test } from 'vitest';
import {
  type CoreEvent,
  type CoreState,
  firstTries,
  quickDeathMs,
  restartDelaysMs,
  step,
} from './core-supervisor.ts';

/** Plays events from the beginning. @returns the last state and every effect */
function play(events: readonly CoreEvent[]) {
  let state: CoreState = { phase: 'idle' };
  const effects: string[] = [];
  for (const event of events) {
    const next = step(state, event);
    state = next.state;
    effects.push(
      ...next.effects.map((effect) => (effect.kind === 'wait' ? `wait ${effect.ms}` : effect.kind)),
    );
  }
  return { state, effects };
}

const link = 'http://127.0.0.1:8765/?token=x';
const running: CoreEvent[] = [
  { kind: 'start', atMs: 0 },
  { kind: 'listening', link, atMs: 900 },
];

const deaths = (count: number): CoreEvent[] =>
  Array.from({ length: count }, (): CoreEvent[] => [
    { kind: 'exited', atMs: 1000 },
    { kind: 'wait-over', atMs: 1000 },
  ]).flat();

describe('core supervisor', () => {
  test('starts once however often it is told to', () => {
    expect(play([...running, { kind: 'start', atMs: 1000 }]).effects).toEqual(['launch']);
  });

  test('starts a core that died again after a short while', () => {
    const { state, effects } = play([
      ...running,
      { kind: 'exited', atMs: 60_000 },
      { kind: 'wait-over', atMs: 60_200 },
    ]);
    expect(effects).toEqual(['launch', `wait ${restartDelaysMs[0]}`, 'launch']);
    expect(state).toMatchObject({ phase: 'starting', isRestart: true, quickDeaths: 1 });
  });

  test('waits longer each time, then gives up', () => {
    const events: CoreEvent[] = [...running];
    for (let death = 1; death <= restartDelaysMs.length + 1; death += 1) {
      events.push({ kind: 'exited', atMs: 1000 * death });
      if (death > restartDelaysMs.length) break;
      events.push({ kind: 'wait-over', atMs: 1000 * death }, { kind: 'listening', link, atMs: 1000 * death });
    }
    const { state, effects } = play(events);
    expect(state).toEqual({ phase: 'failed' });
    expect(effects.filter((effect) => effect.startsWith('wait'))).toEqual(
      restartDelaysMs.map((ms) => `wait ${ms}`),
    );
  });

  test('is patient while a core that ran does not come back, and quick with one that never ran', () => {
    const neverRan = [{ kind: 'start', atMs: 0 } as const, ...deaths(firstTries + 1)];
    expect(play(neverRan).state).toEqual({ phase: 'failed' });
    expect(play([...running, ...deaths(firstTries + 1)]).state.phase).toBe('starting');
  });

  test('forgets earlier deaths once it ran for long', () => {
    const { state } = play([
      ...running,
      { kind: 'exited', atMs: 1000 },
      { kind: 'wait-over', atMs: 1200 },
      { kind: 'listening', link, atMs: 2000 },
      { kind: 'exited', atMs: 2000 + quickDeathMs },
    ]);
    expect(state).toEqual({ phase: 'waiting', quickDeaths: 1, hasRun: true });
  });

  test('does not start a core again that was told to stop', () => {
    const { state, effects } = play([...running, { kind: 'stop' }, { kind: 'exited', atMs: 2000 }]);
    expect(state).toEqual({ phase: 'idle' });
    expect(effects).toEqual(['launch', 'ask-to-stop']);
  });

  test('stops while it waits for the next start', () => {
    const { state, effects } = play([...running, { kind: 'exited', atMs: 1000 }, { kind: 'stop' }]);
    expect(state).toEqual({ phase: 'idle' });
    expect(effects.at(-1)).toBe('end-wait');
    expect(step(state, { kind: 'wait-over', atMs: 2000 }).effects).toEqual([]);
  });

  test('restarts on purpose without counting it as a death', () => {
    const { state, effects } = play([
      ...running,
      { kind: 'restart', atMs: 2000 },
      { kind: 'exited', atMs: 3000 },
    ]);
    expect(effects).toEqual(['launch', 'ask-to-stop', 'launch']);
    expect(state).toMatchObject({ phase: 'starting', isRestart: false, quickDeaths: 0 });
  });

  test('quits even in the middle of a restart', () => {
    const { state } = play([
      ...running,
      { kind: 'restart', atMs: 2000 },
      { kind: 'stop' },
      { kind: 'exited', atMs: 3000 },
    ]);
    expect(state).toEqual({ phase: 'idle' });
  });

  test('tries again after it gave up when a person asks', () => {
    expect(step({ phase: 'failed' }, { kind: 'start', atMs: 0 }).effects).toEqual([{ kind: 'launch' }]);
    expect(step({ phase: 'failed' }, { kind: 'stop' }).state).toEqual({ phase: 'idle' });
  });
});
