/**
 * When the core is started, started again, or given up on. Pure: told what happened, it says what to do.
 * A core that dies is started again with a growing delay; one that keeps dying shortly after its start is given up on,
 * since something is wrong that a restart does not mend. One that never ran is given up on sooner: nothing is recorded
 * yet, and a person waits.
 */

export type CoreState =
  | { phase: 'idle' }
  /** `hasRun`: since it was last started on purpose. */
  | { phase: 'starting'; quickDeaths: number; isRestart: boolean; hasRun: boolean; sinceMs: number }
  | { phase: 'running'; quickDeaths: number; link: string; sinceMs: number }
  | { phase: 'waiting'; quickDeaths: number; hasRun: boolean }
  | { phase: 'failed' }
  | { phase: 'stopping'; next: 'idle' | 'starting' };

/** Times are of one clock, in ms. */
export type CoreEvent =
  | { kind: 'start'; atMs: number }
  | { kind: 'listening'; link: string; atMs: number }
  | { kind: 'exited'; atMs: number }
  | { kind: 'wait-over'; atMs: number }
  | { kind: 'stop' }
  /** On purpose: other data folder. */
  | { kind: 'restart'; atMs: number };

export type CoreEffect =
  { kind: 'launch' } | { kind: 'wait'; ms: number } | { kind: 'end-wait' } | { kind: 'ask-to-stop' };

export type Step = { state: CoreState; effects: CoreEffect[] };

/** Delay before the nth start after a quick death (ms). The first is short: a lesson may be running. */
export const restartDelaysMs = [200, 1000, 3000, 10_000] as const;
/** Starts after the first one that failed, while it never ran. */
export const firstTries = 2;
/** A core that ran longer than this had not failed to start; its death begins a new count (ms). */
export const quickDeathMs = 30_000;

export function step(state: CoreState, event: CoreEvent): Step {
  switch (event.kind) {
    case 'start':
      return state.phase === 'idle' || state.phase === 'failed' ? launch(event.atMs) : stay(state);
    case 'listening':
      return state.phase === 'starting'
        ? stay({ phase: 'running', quickDeaths: state.quickDeaths, link: event.link, sinceMs: event.atMs })
        : stay(state);
    case 'exited':
      return afterExit(state, event.atMs);
    case 'wait-over':
      return state.phase === 'waiting' ? launch(event.atMs, state) : stay(state);
    case 'stop':
      return stopping(state, 'idle');
    case 'restart':
      return state.phase === 'idle' || state.phase === 'failed'
        ? launch(event.atMs)
        : stopping(state, 'starting', event.atMs);
    default:
      return event satisfies never;
  }
}

function afterExit(state: CoreState, atMs: number): Step {
  switch (state.phase) {
    case 'stopping':
      return state.next === 'starting' ? launch(atMs) : stay({ phase: 'idle' });
    case 'starting':
    case 'running': {
      const wasQuick = atMs - state.sinceMs < quickDeathMs;
      const quickDeaths = wasQuick ? state.quickDeaths + 1 : 1;
      const hasRun = state.phase === 'running' || state.hasRun;
      const ms = restartDelaysMs[quickDeaths - 1];
      if (ms === undefined || (!hasRun && quickDeaths > firstTries)) return stay({ phase: 'failed' });
      return { state: { phase: 'waiting', quickDeaths, hasRun }, effects: [{ kind: 'wait', ms }] };
    }
    case 'idle':
    case 'waiting':
    case 'failed':
      return stay(state);
    default:
      return state satisfies never;
  }
}

function stopping(state: CoreState, next: 'idle' | 'starting', atMs = 0): Step {
  switch (state.phase) {
    case 'starting':
    case 'running':
      return { state: { phase: 'stopping', next }, effects: [{ kind: 'ask-to-stop' }] };
    case 'waiting': {
      const after = next === 'starting' ? launch(atMs) : stay({ phase: 'idle' });
      return { state: after.state, effects: [{ kind: 'end-wait' }, ...after.effects] };
    }
    case 'stopping':
      // Quitting wins over a change of folder.
      return stay(next === 'idle' ? { phase: 'stopping', next } : state);
    case 'failed':
    case 'idle':
      return stay({ phase: 'idle' });
    default:
      return state satisfies never;
  }
}

/** @param after deaths that came before, when it is started again by itself */
function launch(sinceMs: number, after?: { quickDeaths: number; hasRun: boolean }): Step {
  const { quickDeaths = 0, hasRun = false } = after ?? {};
  const state = { phase: 'starting', quickDeaths, isRestart: after !== undefined, hasRun, sinceMs } as const;
  return { state, effects: [{ kind: 'launch' }] };
}

function stay(state: CoreState): Step {
  return { state, effects: [] };
}
