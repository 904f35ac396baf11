export type Os = 'win' | 'mac' | 'linux';
/** No targets: the folder alone. */
export type Job = { os: Os; arch: string; targets: string[] };
export type Wanted = {
  jobs: Job[];
  ffmpeg?: string;
  withoutFfmpeg: boolean;
  modelPacks?: string;
  electronDist?: string;
  output?: string;
  requireSigned: boolean;
  isBuilt: boolean;
};
export const usage: string;
export const targetsOf: Record<Os, string[]>;
export const platformOf: Record<Os, NodeJS.Platform>;
export function parseDist(
  argv: readonly string[],
  machine: { platform: string; arch: string },
): { kind: 'run'; wanted: Wanted } | { kind: 'help' } | { kind: 'invalid'; message: string };
export function obstacleOfJob(
  job: Job,
  facts: { platform: string; hasFile: (path: string) => boolean },
): string | undefined;
export function obstacleOfTarget(
  target: string,
  facts: { platform: string; hasCommand: (name: string) => boolean },
): string | undefined;
export function unpackedFolder(job: Pick<Job, 'os' | 'arch'>): string;
export function whyFailed(output: string): string;
