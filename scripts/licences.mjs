/**
 * The licences of everything that is handed out with the program, for the About screen: what runs in the core, what is
 * built into the page, and the separate programs beside them. Fails when a licence is missing or not one we have
 * agreed to, so that a new dependency cannot slip in with one.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names of SPDX. GPL is not among them: what is under it is a separate program, never part of ours. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'LGPL-3.0-or-later',
  'MIT',
  'MPL-2.0',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);
/** Started as processes of their own, with what may be handed out beside the program. */
const programs = { electron: ['MIT'], 'ffmpeg-static': ['GPL-3.0-or-later'] };

/**
 * @param {string} expression SPDX: `MIT`, `(MIT OR CC0-1.0)`, `Apache-2.0 AND MIT`
 * @returns {boolean} whether it can be fulfilled with licences we have agreed to
 */
export function isAllowed(expression) {
  const text = expression.replaceAll(/[()]/g, ' ').trim();
  return text
    .split(/\s+OR\s+/)
    .some((choice) => choice.split(/\s+AND\s+/).every((id) => allowed.has(id.trim())));
}

/**
 * Everything of one project, each list by name.
 * @param {string} root folder with package-lock.json and node_modules
 * @throws {Error} that names each package whose licence is missing or not allowed
 */
export function collectLicences(root) {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const problems = [];
  const describe = (paths) =>
    paths
      .flatMap((path) => entryOf(root, path, lock[path], problems))
      .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));

  const runtime = Object.keys(lock[''].dependencies ?? {}).map((name) => `node_modules/${name}`);
  const page = packagesOfPage(root).flatMap((name) =>
    lock[`node_modules/${name}`] ? [`node_modules/${name}`] : [],
  );
  const result = {
    production: describe(closure(lock, runtime, { peers: false })),
    bundled: describe(closure(lock, page, { peers: true })),
    models: modelsOf(root, problems),
    programs: Object.entries(programs).flatMap(([name, ids]) => programOf(root, lock, name, ids, problems)),
  };
  if (problems.length > 0) throw new Error(`Licences to be looked at:\n${problems.join('\n')}`);
  return result;
}

/**
 * @param {string} root as for `collectLicences`
 * @param {string} file where the list is written, as JSON
 */
export function writeLicences(root, file) {
  writeFileSync(file, JSON.stringify(collectLicences(root)));
}

/** Packages that the page's sources name; their own dependencies are in the lock file. */
function packagesOfPage(root) {
  const names = new Set();
  const pattern = /(?:from|import|@import)\s*\(?\s*(?:url\()?['"]([^'"./][^'"]*)['"]/g;
  for (const folder of ['renderer', 'contract']) {
    const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((each) => /(?<!\.test)\.(?:tsx?|css|html)$/.test(each))) {
      for (const [, specifier = ''] of readFileSync(join(root, folder, file), 'utf8').matchAll(pattern)) {
        if (!specifier.startsWith('node:'))
          names.add(specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'));
      }
    }
  }
  return [...names];
}

/** The packages and all that they need, as paths of the lock file. */
function closure(lock, paths, { peers }) {
  const found = new Set();
  const queue = [...paths];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path) || lock[path] === undefined) continue;
    found.add(path);
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = lock[path];
    const needed = Object.keys({ ...dependencies, ...optionalDependencies });
    const byHost = Object.keys(peerDependencies ?? {}).filter(
      (name) => !peerDependenciesMeta?.[name]?.optional,
    );
    for (const name of peers ? [...needed, ...byHost] : needed) {
      // Type declarations are no part of what is built.
      const other = name.startsWith('@types/') ? undefined : resolve(lock, path, name);
      if (other !== undefined) queue.push(other);
    }
  }
  return [...found];
}

/** Where a package finds another: in its own node_modules or one further out. */
function resolve(lock, from, name) {
  const steps = from.split('/node_modules/');
  for (let depth = steps.length; depth > 0; depth -= 1) {
    const path = `${steps.slice(0, depth).join('/node_modules/')}/node_modules/${name}`;
    if (lock[path] !== undefined) return path;
  }
  return lock[`node_modules/${name}`] === undefined ? undefined : `node_modules/${name}`;
}

/** @returns the entry, or nothing for what is made for other systems and not installed here */
function entryOf(root, path, { version, license, optional }, problems) {
  const folder = join(root, path);
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  if (!existsSync(folder)) {
    if (optional !== true) problems.push(`${name} ${version}: is not installed`);
    return [];
  }
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const licence = license ?? manifest.license;
  if (typeof licence !== 'string' || licence === '') problems.push(`${name} ${version}: has no licence`);
  else if (!isAllowed(licence)) problems.push(`${name} ${version}: ${licence} is not among the agreed ones`);
  else {
    const text = textOf(root, folder, licence, manifest);
    if (text === undefined) problems.push(`${name} ${version}: the text of ${licence} is missing`);
    else return [{ name, version, licence, text }];
  }
  return [];
}

/** The models of the analysis, each with its card. */
function modelsOf(root, problems) {
  const manifest = join(root, 'models', 'manifest.json');
  if (!existsSync(manifest)) return [];
  return JSON.parse(readFileSync(manifest, 'utf8')).models.flatMap(({ name, version, licence }) => {
    const card = join(root, 'models', 'cards', `${name}.md`);
    const text = isAllowed(licence) ? fixedText(root, licence, 'the authors of the model') : undefined;
    if (text !== undefined && existsSync(card)) {
      return [{ name, version, licence, text: `${readFileSync(card, 'utf8').trim()}\n\n${text}` }];
    }
    problems.push(
      `model ${name} ${version}: has no card, no text of ${licence}, or it is not among the agreed ones`,
    );
    return [];
  });
}

function programOf(root, lock, name, ids, problems) {
  const path = `node_modules/${name}`;
  const entry = lock[path];
  if (entry === undefined) return [];
  if (!ids.includes(entry.license))
    problems.push(`${name} ${entry.version}: ${entry.license} was not expected`);
  const text =
    licenceFile(join(root, path)) ?? fixedText(root, entry.license.replace(/-or-later$/, ''), name);
  return [{ name, version: entry.version, licence: entry.license, text }];
}

/** The package's own text; where it ships none, the licence's, with what the package says of its parts. */
function textOf(root, folder, licence, manifest) {
  const own = licenceFile(folder);
  if (own !== undefined) return own;
  if (licence === 'LGPL-3.0-or-later') {
    const parts = readFileSync(join(folder, 'README.md'), 'utf8');
    return [parts, fixedText(root, 'LGPL-3.0', ''), fixedText(root, 'GPL-3.0', '')].join('\n\n');
  }
  const holder = typeof manifest.author === 'string' ? manifest.author : manifest.author?.name;
  return fixedText(root, licence, holder ?? `the authors of ${manifest.name}`);
}

function licenceFile(folder) {
  for (const place of [folder, join(folder, 'dist')]) {
    if (!existsSync(place)) continue;
    const files = readdirSync(place).filter((file) =>
      /^(?:licen[cs]es?|copying|notice)(?:[.-].*)?$/i.test(file),
    );
    const texts = files.toSorted().map((file) => readFileSync(join(place, file), 'utf8').trim());
    if (texts.length > 0) return texts.join('\n\n');
  }
  return undefined;
}

function fixedText(root, licence, holder) {
  const file = join(root, 'scripts', 'licence-texts', `${licence}.txt`);
  if (!existsSync(file)) return undefined;
  return readFileSync(file, 'utf8')
    .replaceAll('{holder}', holder.replace(/ <[^>]*>/, ''))
    .trim();
}
