/**
 * What is decided about updates: whether an offer is taken, when a core may be changed, whether a new one works. Pure.
 */
import type { RollBackReason, WaitReason } from '../../contract/updates.ts';
import { shellContract } from '../../contract/updates.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import type { UpdateManifest } from './manifest.ts';
import { isNewer } from './version.ts';

export type Offered = Pick<UpdateManifest, 'version' | 'platform' | 'arch' | 'shell_contract'>;

/** @returns why an update is not for this program; undefined when it is */
export function objectionTo(
  offered: Offered,
  here: { platform: string; arch: string; version: string },
): ErrorCode | undefined {
  if (offered.platform !== here.platform || offered.arch !== here.arch) return 'update_other_computer';
  if (offered.shell_contract > shellContract) return 'update_needs_installer';
  return isNewer(offered.version, here.version) ? undefined : 'update_not_newer';
}

/** Which core is started: an unpacked one only while it is newer than what was installed. */
export function chosenVersion(active: string | null, programVersion: string): string | null {
  return active !== null && isNewer(active, programVersion) ? active : null;
}

/** What happens to a version on trial whose program, or computer, ended before it had shown that it works. */
export const trialStarts = 2;

/** How long before a planned recording nothing is changed any more (ms). */
export const quietBeforeScheduleMs = 10 * 60_000;

/** @returns what a change of the core has to wait for; undefined when nothing */
export function waitFor(now: {
  isRunning: boolean;
  isRecording: boolean;
  isScheduleNear: boolean;
  imports: number;
}): WaitReason | undefined {
  if (now.isRecording) return 'recording';
  if (!now.isRunning) return 'core_not_running';
  if (now.isScheduleNear) return 'schedule';
  return now.imports > 0 ? 'imports' : undefined;
}

/** What of the core's health an update can have caused: a source that went off the air is not among it. */
const notOurs: ReadonlySet<string> = new Set(['recording', 'watches']);

/** @returns parts that do not work */
export function troublesOf(parts: readonly { part: string; state: string }[]): string[] {
  return parts.filter(({ part, state }) => state === 'trouble' && !notOurs.has(part)).map(({ part }) => part);
}

export type TrialTimes = {
  /** Within this it has to work (ms). */
  limitMs: number;
  /** So long it has to work without a pause (ms). */
  settleMs: number;
};

export type TrialSeen = {
  startedMs: number;
  /** Since when every look found it well; undefined while it has not answered well. */
  wellSinceMs?: number;
  /** It answered at all. */
  hasAnswered: boolean;
  deaths: number;
};

export type Verdict = { kind: 'wait' } | { kind: 'good' } | { kind: 'bad'; reason: RollBackReason };

/** One death can be bad luck; the second is the version's. */
const deathsAllowed = 1;

export function judge(seen: TrialSeen, nowMs: number, times: TrialTimes): Verdict {
  if (seen.deaths > deathsAllowed) return { kind: 'bad', reason: 'ended' };
  if (seen.wellSinceMs !== undefined && nowMs - seen.wellSinceMs >= times.settleMs) return { kind: 'good' };
  // One that is well by the end of its time may show that it stays so.
  if (seen.wellSinceMs !== undefined || nowMs - seen.startedMs < times.limitMs) return { kind: 'wait' };
  if (!seen.hasAnswered) return { kind: 'bad', reason: seen.deaths > 0 ? 'ended' : 'silent' };
  return { kind: 'bad', reason: 'unhealthy' };
}
