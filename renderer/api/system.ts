/** Settings, jobs, what is held about a pupil, and the state of the recorder. */
import type { z } from 'zod';
import type { Job, clearJobsReplySchema, jobListReplySchema } from '../../contract/jobs.ts';
import type { studentErasureReplySchema, studentExportSchema } from '../../contract/sessions.ts';
import type { SettingsReply } from '../../contract/settings.ts';
import type { readyReplySchema, systemReplySchema } from '../../contract/system.ts';
import { ApiFailure, call } from './client.ts';
import { settingsPath, systemPath } from './first-paths.ts';

export type SystemInfo = z.infer<typeof systemReplySchema>;
export type StudentData = z.infer<typeof studentExportSchema>;
export type StudentErasure = z.infer<typeof studentErasureReplySchema>;

export function getSettings(signal?: AbortSignal): Promise<SettingsReply> {
  return call('GET', settingsPath, { signal });
}

/** @param change any part of the settings; what is left out stays, null is the default */
export function changeSettings(change: Record<string, unknown>): Promise<SettingsReply> {
  return call('PATCH', '/api/settings', { body: change });
}

export function systemInfo(signal?: AbortSignal): Promise<SystemInfo> {
  return call('GET', systemPath, { signal });
}

export function readiness(signal?: AbortSignal): Promise<z.infer<typeof readyReplySchema>> {
  return call('GET', '/readyz', { signal });
}

/** Newest first. */
export function listJobs(
  query: { state?: Job['state']; recording_id?: string; limit?: number; cursor?: string } = {},
  signal?: AbortSignal,
): Promise<z.infer<typeof jobListReplySchema>> {
  return call('GET', `/api/jobs?${parametersOf(query)}`, { signal });
}

export function cancelJob(jobId: string): Promise<Job> {
  return call('POST', `/api/jobs/${jobId}/cancel`);
}

export function retryJob(jobId: string): Promise<Job> {
  return call('POST', `/api/jobs/${jobId}/retry`);
}

/** Takes ended jobs off the list; what they made stays. @param state `ended`: all that are over */
export function clearJobs(
  state: 'done' | 'failed' | 'cancelled' | 'ended',
): Promise<z.infer<typeof clearJobsReplySchema>> {
  return call('DELETE', `/api/jobs?state=${state}`);
}

/** All that is held about one pupil. */
export function studentData(studentId: string, signal?: AbortSignal): Promise<StudentData> {
  return call('GET', studentPath(studentId, '/export'), { signal });
}

export function studentDataUrl(studentId: string): string {
  return studentPath(studentId, '/export');
}

export function eraseStudent(studentId: string): Promise<StudentErasure> {
  return call('DELETE', studentPath(studentId));
}

export type Licence = { name: string; version: string; licence: string; text: string };
/** `production`: what the program is made of; `bundled`: what this page carries; `models`: of the analysis. */
export type Licences = { production: Licence[]; bundled: Licence[]; models: Licence[] };

export function licences(signal?: AbortSignal): Promise<Licences> {
  return call('GET', '/licences.json', { signal });
}

/** Whether the recorder would let this token in. @throws ApiFailure too_many_requests, unreachable */
export async function isTokenRight(token: string): Promise<boolean> {
  let status: number;
  try {
    // Header values are Latin-1: what cannot be one is no token.
    if (!/^[\x21-\x7e]+$/.test(token)) return false;
    const headers = { accept: 'application/json', authorization: `Bearer ${token}` };
    ({ status } = await fetch('/api/settings', { headers }));
  } catch (error) {
    throw new ApiFailure('unreachable', undefined, error);
  }
  if (status === 429) throw new ApiFailure('too_many_requests');
  return status === 200;
}

function studentPath(studentId: string, rest = ''): string {
  return `/api/students/${encodeURIComponent(studentId)}${rest}`;
}

function parametersOf(query: Record<string, string | number | undefined>): URLSearchParams {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return new URLSearchParams(given);
}
