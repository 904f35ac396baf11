import { describe, expect, it } from 'vitest';
import { createAdmission, createLasting, mayBeRefused } from './overload.ts';

/** Delays as they are seen one after the other, 50 ms apart and later by what each is. @returns shares */
function seeing(
  admission: ReturnType<typeof createAdmission>,
  clock: { ms: number },
  delays: number[],
  requestsPerSec = 300,
) {
  return delays.map((delayMs) => {
    clock.ms += 50 + delayMs;
    const requests = Math.ceil(((50 + delayMs) / 1000) * requestsPerSec);
    for (let request = 0; request < requests; request += 1) admission.asked();
    admission.seen(delayMs);
    return admission.refused;
  });
}
function start() {
  const clock = { ms: 0 };
  return { clock, admission: createAdmission(() => clock.ms) };
}
const times = (count: number, delayMs: number): number[] => Array.from({ length: count }, () => delayMs);

describe('what is refused when there is too much to do', () => {
  it('is reading and analysing, never recording, ingest, health or the page', () => {
    const refused = [
      ['GET', '/api/vod/:recording_id/info'],
      ['HEAD', '/api/vod/:recording_id/media/:rendition/:file'],
      ['GET', '/api/search'],
      ['POST', '/api/ai/analyze-chat'],
    ] as const;
    const letIn = [
      ['GET', '/healthz'],
      ['GET', '/metrics'],
      ['GET', '/assets/*'],
      ['POST', '/api/recording/start'],
      ['GET', '/api/recording/:recording_id/status'],
      ['GET', '/api/system/health'],
      ['GET', '/api/events'],
      ['POST', '/api/sessions/:session_id/chat'],
      ['POST', '/api/vod/:recording_id/chapters'],
      ['GET', undefined],
    ] as const;
    expect(refused.filter(([method, route]) => !mayBeRefused(method, route))).toEqual([]);
    expect(letIn.filter(([method, route]) => mayBeRefused(method, route))).toEqual([]);
  });

  it('is nothing for one pause, only for what goes on', () => {
    let nowMs = 0;
    const isLasting = createLasting(() => nowMs);
    const seenAt = (ms: number): boolean => {
      nowMs = ms;
      return isLasting();
    };
    expect([0, 500, 1000, 1600, 3000].map(seenAt)).toEqual([false, false, false, true, true]);
    // Long after, it begins anew.
    expect([9000, 9900, 10_600].map(seenAt)).toEqual([false, false, true]);
  });

  it('is nothing for one pause, however long', () => {
    const { clock, admission } = start();
    expect(Math.max(...seeing(admission, clock, [2, 9000, 2, 2, 2]))).toBe(0);
  });

  it('is nothing while few ask, however late the event loop is: something else keeps it', () => {
    const { clock, admission } = start();
    expect(Math.max(...seeing(admission, clock, times(60, 450), 4))).toBe(0);
    // Who was refused while many asked is let in again once few do.
    seeing(admission, clock, times(60, 150));
    expect(admission.refused).toBe(0.95);
    expect(seeing(admission, clock, times(60, 450), 4).at(-1)).toBe(0);
  });

  it('is more and more while the event loop is late, nearly all within four seconds, and never all', () => {
    const { clock, admission } = start();
    const shares = seeing(admission, clock, times(60, 150));
    // Each turn takes 200 ms.
    expect(shares[6]).toBe(0);
    expect(shares[8]).toBeCloseTo(0.12);
    expect(shares[19]).toBe(0.95);
    expect(shares.at(-1)).toBe(0.95);
  });

  it('comes as soon when each turn takes seconds', () => {
    const { clock, admission } = start();
    expect(seeing(admission, clock, times(3, 2000)).at(-1)).toBe(0.95);
  });

  it('settles where the event loop is as late as it may be', () => {
    const { clock, admission } = start();
    // Twice as much is asked for as can be done: half of it has to go.
    for (let turn = 0; turn < 400; turn += 1) {
      seeing(admission, clock, [Math.max(0, 50 + 400 * (0.5 - admission.refused))]);
    }
    expect(admission.refused).toBeCloseTo(0.5, 1);
  });

  it('is nothing again once there is little to do', () => {
    const { clock, admission } = start();
    seeing(admission, clock, times(60, 150));
    expect(seeing(admission, clock, times(120, 2)).at(-1)).toBe(0);
  });
});
