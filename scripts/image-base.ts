/**
 * Base images where there is no registry of images: Debian by debootstrap, made as slim as the one that Docker hands
 * out, and Node with npm from this machine. Kept in buildah's storage for the next time.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { command } from './image-command.ts';

type Buildah = (...words: string[]) => string;

const release = 'bookworm';
const debian = `localhost/airclass-base-debian:${release}`;
const node = `localhost/airclass-base-node:${process.versions.node}`;
const searchPath = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What packages bring for people at a terminal; licences stay. */
const dpkgRules = `path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/man/*
path-exclude /usr/share/locale/*
`;

/** @returns names of the images for BASE and NODE_BASE */
export function makeBaseImages(buildah: Buildah): { debian: string; node: string } {
  const known = new Set(
    (JSON.parse(buildah('images', '--json') || '[]') as { names?: string[] }[]).flatMap(
      ({ names }) => names ?? [],
    ),
  );
  if (!known.has(debian)) makeDebian(buildah);
  if (!known.has(node)) makeNode(buildah);
  return { debian, node };
}

function makeDebian(buildah: Buildah): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'airclass-debian-'));
  try {
    command(['debootstrap', '--variant=minbase', release, folder], { isShown: true });
    const inRoot = (name: string): string => path.join(folder, name);
    const [, uri = ''] = /^deb (\S+)/m.exec(readFileSync(inRoot('etc/apt/sources.list'), 'utf8')) ?? [];
    rmSync(inRoot('etc/apt/sources.list'));
    writeFileSync(
      inRoot('etc/apt/sources.list.d/debian.sources'),
      `${debianSource(uri, `${release} ${release}-updates`)}\n${debianSource(`${uri}-security`, `${release}-security`)}`,
    );
    writeFileSync(inRoot('etc/dpkg/dpkg.cfg.d/slim'), dpkgRules);
    for (const name of [
      'dev',
      'usr/share/man',
      'usr/share/info',
      'usr/share/locale',
      'var/lib/apt/lists',
      'var/log',
    ])
      empty(inRoot(name));
    empty(inRoot('var/cache/apt'));
    // Folders there may be links to those of other packages; these stay.
    command(['find', inRoot('usr/share/doc'), '-type', 'f', '!', '-name', 'copyright', '-delete']);
    commit(buildah, { from: 'scratch', to: debian, folder, target: '/', variables: [] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As the official image lays it: everything below /usr/local. */
function makeNode(buildah: Buildah): void {
  const licence = path.join(path.dirname(process.execPath), '..', 'LICENSE');
  const npm = path.dirname(path.dirname(process.env['npm_execpath'] ?? ''));
  if (!existsSync(licence) || !existsSync(path.join(npm, 'package.json'))) {
    throw new Error('the image takes Node and npm from here: start this with npm run image:check');
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'airclass-node-'));
  try {
    for (const name of ['bin', 'lib/node_modules']) mkdirSync(path.join(folder, name), { recursive: true });
    cpSync(process.execPath, path.join(folder, 'bin/node'), { dereference: true });
    cpSync(licence, path.join(folder, 'LICENSE'));
    cpSync(npm, path.join(folder, 'lib/node_modules/npm'), { recursive: true });
    for (const name of ['npm', 'npx'])
      symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, path.join(folder, 'bin', name));
    // Behind a proxy that signs with its own authority, packages are fetched as on this machine.
    const authorities = process.env['NODE_EXTRA_CA_CERTS'];
    const certificates = '/usr/local/share/extra-authorities.pem';
    if (authorities !== undefined) {
      mkdirSync(path.join(folder, 'share'));
      cpSync(authorities, path.join(folder, 'share/extra-authorities.pem'), { dereference: true });
    }
    const variables = authorities === undefined ? [] : [`NODE_EXTRA_CA_CERTS=${certificates}`];
    commit(buildah, { from: debian, to: node, folder, target: '/usr/local', variables });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function debianSource(uri: string, suites: string): string {
  return `Types: deb\nURIs: ${uri}\nSuites: ${suites}\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n`;
}

type Addition = { from: string; to: string; folder: string; target: string; variables: string[] };

function commit(buildah: Buildah, { from, to, folder, target, variables }: Addition): void {
  const container = buildah('from', '--pull-never', from);
  buildah('add', '--quiet', container, folder, target);
  for (const variable of [searchPath, ...variables]) buildah('config', '--env', variable, container);
  buildah('config', '--cmd', '/bin/bash', container);
  buildah('commit', '--quiet', '--rm', container, to);
}

function empty(folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    rmSync(path.join(folder, name), { recursive: true, force: true });
}
