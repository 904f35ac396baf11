/** The recorder's work as a teacher asks for it: what is done to which lesson, what went wrong, what is over. Pure. */
import type { Job } from '../../../contract/jobs.ts';

export type GroupState = 'active' | 'failed' | 'ended';

export type JobGroup = {
  /** Of the group: the lesson's id, or what it is about. */
  key: string;
  about: 'lesson' | 'models' | 'upkeep';
  /** null: it belongs to no lesson. */
  recordingId: string | null;
  title: string;
  state: GroupState;
  /** In the order in which they are done. */
  jobs: Job[];
};

const isGoingOn = ({ state }: Job) => state === 'running' || state === 'queued';

/**
 * Exports are left out: they are listed as files. A job that is in several pages counts once, as the first page has it.
 * @param pages newest job first
 */
export function groupJobs(pages: readonly (readonly Job[])[]): JobGroup[] {
  const jobs = new Map<string, Job>();
  for (const job of pages.flat()) {
    if (job.kind !== 'export' && !jobs.has(job.job_id)) jobs.set(job.job_id, job);
  }
  const groups = Map.groupBy(jobs.values(), (job) => job.recording_id ?? aboutOf(job));
  return [...groups]
    .map(([key, members]) => groupOf(key, members))
    .toSorted((left, right) => rank(left) - rank(right) || newestOf(right) - newestOf(left));
}

/** What a job works on. */
export function aboutOf({ recording_id: recordingId, kind }: Job): JobGroup['about'] {
  if (recordingId !== null) return 'lesson';
  return kind === 'model_install' || kind === 'chat_fit' ? 'models' : 'upkeep';
}

function groupOf(key: string, members: Job[]): JobGroup {
  const jobs = members.toSorted((left, right) => Date.parse(left.created_at) - Date.parse(right.created_at));
  const [first] = jobs;
  return {
    key,
    about: first === undefined ? 'upkeep' : aboutOf(first),
    recordingId: first?.recording_id ?? null,
    title: jobs.find(({ title }) => title !== '')?.title ?? '',
    state: stateOf(jobs),
    jobs,
  };
}

/** An old failure that was put right by a later run of the same work needs nobody any more. */
function stateOf(jobs: readonly Job[]): GroupState {
  if (jobs.some(isGoingOn)) return 'active';
  return lastOfEachKind(jobs).some(({ state }) => state === 'failed') ? 'failed' : 'ended';
}

const placeOfKind: Record<Job['kind'], number> = {
  import: 0,
  thumbnail: 1,
  trickplay: 2,
  waveform: 3,
  renditions: 4,
  slides: 5,
  slide_text: 6,
  speech: 7,
  chapters: 8,
  signals: 9,
  session_analysis: 10,
  export: 11,
  model_install: 12,
  chat_fit: 13,
  purge_trash: 14,
  backup: 15,
  backup_check: 16,
};

/** In the same order for every lesson. @param jobs oldest first */
export function lastOfEachKind(jobs: readonly Job[]): Job[] {
  const last = new Map(jobs.map((job) => [job.kind, job]));
  return [...last.values()].toSorted((left, right) => placeOfKind[left.kind] - placeOfKind[right.kind]);
}

/** Groups that are worked on stand before those that wait. */
function rank({ jobs, state }: JobGroup): number {
  if (jobs.some((job) => job.state === 'running')) return 0;
  return state === 'active' ? 1 : 2;
}

function newestOf({ jobs }: JobGroup): number {
  return Math.max(...jobs.map(({ created_at, finished_at }) => Date.parse(finished_at ?? created_at)));
}

/** What has come to an end between two looks, for those who cannot see it. */
export function endedSince(before: ReadonlyMap<string, Job['state']>, jobs: readonly Job[]): Job[] {
  return jobs.filter((job) => {
    const last = before.get(job.job_id);
    return (last === 'running' || last === 'queued') && (job.state === 'done' || job.state === 'failed');
  });
}
