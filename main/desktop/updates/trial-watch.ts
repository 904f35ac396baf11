/** Watches a new core until it has shown that it works, or that it does not. Edge of updates/decisions.ts. */
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { type TrialSeen, type TrialTimes, type Verdict, judge, troublesOf } from '../../updates/decisions.ts';
import type { CoreClient } from '../core-client.ts';
import type { CoreState } from '../core-supervisor.ts';

/** As far as it matters here: a newer core may have parts that this program does not know. */
const healthSchema = z.object({ parts: z.array(z.object({ part: z.string(), state: z.string() })) });

export async function troublesNow(client: CoreClient): Promise<string[]> {
  return troublesOf((await client.get(healthSchema, '/api/system/health')).parts);
}

export type TrialCore = {
  readonly state: CoreState;
  on(event: 'change', listener: (state: CoreState, before: CoreState) => void): unknown;
  off(event: 'change', listener: (state: CoreState, before: CoreState) => void): unknown;
};

/**
 * @param options.known parts that did not work under the core before either
 * @param options.isRecording a lesson is being recorded: a core that does that is not taken away from it
 * @returns `stopped`: the program ends, and nothing is known yet
 */
export async function watchTrial(options: {
  core: TrialCore;
  client: () => CoreClient;
  times: TrialTimes;
  known: readonly string[];
  isRecording: () => boolean;
}): Promise<Exclude<Verdict, { kind: 'wait' }> | { kind: 'stopped' }> {
  const { core, client, times, known } = options;
  const seen: TrialSeen = { startedMs: performance.now(), hasAnswered: false, deaths: 0 };
  const count = ({ phase }: CoreState) => {
    if (phase !== 'waiting' && phase !== 'failed') return;
    seen.deaths += phase === 'failed' ? 10 : 1;
    delete seen.wellSinceMs;
  };
  core.on('change', count);
  const lookEveryMs = Math.min(500, times.settleMs / 4);
  try {
    for (;;) {
      const { phase } = core.state;
      if (phase === 'idle' || phase === 'stopping') return { kind: 'stopped' };
      if (phase === 'running') await look(seen, client, known);
      const verdict = judge(seen, performance.now(), times);
      if (verdict.kind === 'good') return verdict;
      const isNeeded = core.state.phase === 'running' && seen.hasAnswered && options.isRecording();
      if (verdict.kind === 'bad' && !isNeeded) return verdict;
      await delay(lookEveryMs);
    }
  } finally {
    core.off('change', count);
  }
}

async function look(seen: TrialSeen, client: () => CoreClient, known: readonly string[]): Promise<void> {
  const askedMs = performance.now();
  const { deaths } = seen;
  const troubles = await troublesNow(client()).catch(() => undefined);
  if (seen.deaths > deaths) return;
  if (troubles !== undefined) seen.hasAnswered = true;
  const isWell = troubles?.every((part) => known.includes(part)) === true;
  if (isWell) seen.wellSinceMs ??= askedMs;
  else delete seen.wellSinceMs;
}
