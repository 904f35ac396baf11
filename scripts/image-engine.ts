/**
 * The two ways in which `npm run image:check` builds and runs the image: a Docker daemon, or buildah as root with a
 * chroot in namespaces of its own. Both run it as a school should: the image's own user, no capabilities, root file
 * system read-only, nothing writable but /data and /tmp. The network is the machine's, so that test sources are reached.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { makeBaseImages } from './image-base.ts';
import { command, output } from './image-command.ts';

export type ImageConfig = {
  User: string;
  Env: string[];
  Entrypoint: string[];
  Cmd?: string[] | null;
  WorkingDir: string;
  StopSignal?: string;
  Volumes?: Record<string, object>;
  Healthcheck?: { Test: string[] };
};

export type Container = {
  /** Runs a command beside the entry point, as the same user. */
  run(command: readonly string[]): { status: number | null; output: string };
  /** Sends the image's stop signal. @returns exit code of the entry point */
  stop(): Promise<number>;
  log(): string;
  /** Whatever state it is in. */
  destroy(): Promise<void>;
};

export type Engine = {
  name: 'docker' | 'buildah';
  build(tag: string): void;
  inspect(tag: string): { sizeBytes: number; config: ImageConfig };
  /** A volume for /data, as an engine makes it from the image. */
  makeData(tag: string): { name: string; remove(): void };
  start(tag: string, data: string, env: Record<string, string>): Promise<Container>;
  /** Ends what `inspect` and `start` left open. */
  close(): void;
};

/** @returns the engine, or what has to be installed */
export function findEngine(wanted: string | undefined): Engine | { missing: string } {
  const missing: string[] = [];
  if (wanted !== 'buildah') {
    if (!isThere('docker')) missing.push('docker is not installed');
    else if (output(['docker', 'info']).status === 0) return dockerEngine();
    else missing.push('docker is installed, but no daemon answers');
  }
  if (wanted !== 'docker') {
    const tools = ['buildah', 'debootstrap', 'unshare', 'nsenter'].filter((tool) => !isThere(tool));
    if (process.getuid?.() !== 0) missing.push('buildah is only used as root');
    else if (tools.length > 0)
      missing.push(`for buildah: apt-get install --no-install-recommends ${tools.join(' ')}`);
    else return buildahEngine();
  }
  return { missing: missing.join('; ') };
}

function isThere(tool: string): boolean {
  return output(['sh', '-c', `command -v ${tool}`]).status === 0;
}

function dockerEngine(): Engine {
  return {
    name: 'docker',
    build: (tag) =>
      void command(['docker', 'build', '--tag', tag, '.'], { isShown: true, env: { DOCKER_BUILDKIT: '1' } }),
    inspect: (tag) => {
      const [image] = JSON.parse(command(['docker', 'image', 'inspect', tag])) as [{ Config: ImageConfig }];
      // Size in `inspect` is that of the packed layers with some of Docker's stores.
      const measure = ['--rm', '--user', '0', '--entrypoint', 'du', tag, '-sb', '--one-file-system', '/'];
      const bytes = command(['docker', 'run', ...measure]);
      return { sizeBytes: Number.parseInt(bytes, 10), config: image.Config };
    },
    makeData: () => {
      const name = command(['docker', 'volume', 'create']);
      return { name, remove: () => void command(['docker', 'volume', 'rm', '--force', name]) };
    },
    start: async (tag, data, env) => {
      const id = command([
        ...['docker', 'run', '--detach', '--network', 'host', '--read-only', '--tmpfs', '/tmp'],
        ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--volume', `${data}:/data`],
        ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
        tag,
      ]);
      return {
        run: (words) => output(['docker', 'exec', id, ...words]),
        stop: async () => {
          command(['docker', 'stop', '--time', '60', id]);
          return Number(command(['docker', 'wait', id]));
        },
        log: () => output(['docker', 'logs', id]).output,
        destroy: async () => void output(['docker', 'rm', '--force', id]),
      };
    },
    close: () => undefined,
  };
}

/** Chroot and the vfs driver need neither a daemon nor overlays nor user namespaces. */
const buildahEnv = { STORAGE_DRIVER: 'vfs', BUILDAH_ISOLATION: 'chroot' };

function buildah(...words: string[]): string {
  return command(['buildah', ...words], { env: buildahEnv });
}

/** Run with `set -e` in new mount and process namespaces; becomes the entry point. */
const enterRoot = `
mount --make-rprivate /
mount --bind "$ROOT" "$ROOT"
mount -o remount,bind,ro "$ROOT"
mount -t proc proc "$ROOT/proc"
mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs "$ROOT/tmp"
mount --bind "$DATA" "$ROOT/data"
mount -t tmpfs -o mode=755 tmpfs "$ROOT/dev"
for node in null zero full random urandom; do touch "$ROOT/dev/$node"; mount --bind "/dev/$node" "$ROOT/dev/$node"; done
exec chroot "$ROOT" "$@"
`;

function configOf(tag: string): ImageConfig {
  const image = JSON.parse(buildah('inspect', '--type', 'image', tag)) as { Docker: { config: ImageConfig } };
  return image.Docker.config;
}

function buildahEngine(): Engine {
  /** Working containers by tag, each with its mounted root. */
  const roots = new Map<string, { container: string; root: string }>();
  const rootOf = (tag: string): string => {
    const known = roots.get(tag);
    if (known !== undefined) return known.root;
    const container = buildah('from', '--pull-never', tag);
    const root = buildah('mount', container);
    roots.set(tag, { container, root });
    return root;
  };
  return {
    name: 'buildah',
    build: (tag) => {
      const { debian, node } = makeBaseImages(buildah);
      const words = ['bud', '--layers', '--format', 'docker', '--pull-never', '--network', 'host'];
      const bases = ['--build-arg', `BASE=${debian}`, '--build-arg', `NODE_BASE=${node}`];
      command(['buildah', ...words, ...bases, '--tag', tag, '.'], { isShown: true, env: buildahEnv });
    },
    inspect: (tag) => {
      const bytes = command(['du', '--summarize', '--bytes', '--one-file-system', rootOf(tag)]);
      return { sizeBytes: Number.parseInt(bytes, 10), config: configOf(tag) };
    },
    makeData: (tag) => {
      const name = mkdtempSync(path.join(tmpdir(), 'airclass-image-'));
      const [user = 0, group = 0] = configOf(tag).User.split(':').map(Number);
      chownSync(name, user, group);
      return { name, remove: () => rmSync(name, { recursive: true, force: true }) };
    },
    start: async (tag, data, env) => startInChroot(rootOf(tag), configOf(tag), data, env),
    close: () => {
      for (const { container } of roots.values()) buildah('rm', container);
      roots.clear();
    },
  };
}

function startInChroot(
  root: string,
  config: ImageConfig,
  data: string,
  env: Record<string, string>,
): Container {
  const [user = '0', group = user] = config.User.split(':');
  const variables = [...config.Env, ...Object.entries(env).map(([name, value]) => `${name}=${value}`)];
  const asImageSays = [
    ...['/usr/bin/env', '--ignore-environment', `--chdir=${config.WorkingDir}`, ...variables],
    ...['/usr/bin/setpriv', `--reuid=${user}`, `--regid=${group}`, '--clear-groups', '--no-new-privs'],
    ...['--inh-caps=-all', '--ambient-caps=-all', '--bounding-set=-all'],
  ];
  const namespaces = ['--mount', '--pid', '--ipc', '--uts', '--fork', '--kill-child'];
  const child = spawn(
    'unshare',
    [
      ...namespaces,
      'sh',
      '-ec',
      enterRoot,
      'sh',
      ...asImageSays,
      ...config.Entrypoint,
      ...(config.Cmd ?? []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ROOT: root, DATA: data } },
  );
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-100_000);
    });
  }
  const exited = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? -1));
  });
  return {
    run: (words) =>
      output([
        ...[
          'nsenter',
          `--target=${entryPid(child)}`,
          '--mount',
          '--pid',
          `--root=/proc/${entryPid(child)}/root`,
        ],
        ...[...asImageSays, ...words],
      ]),
    stop: async () => {
      process.kill(entryPid(child), config.StopSignal ?? 'SIGTERM');
      return exited;
    },
    log: () => log,
    destroy: async () => {
      // Process 1 takes its namespace along. It has another user than `unshare`, whose own death it is not told of.
      if (child.exitCode === null && child.signalCode === null) process.kill(entryPid(child), 'SIGKILL');
      await exited;
    },
  };
}

/** The entry point is the only child of `unshare`, and process 1 of its namespace. */
function entryPid({ pid, exitCode }: ChildProcess): number {
  const children = exitCode === null ? readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim() : '';
  if (!/^\d+$/.test(children)) throw new Error('the container has ended');
  return Number(children);
}
