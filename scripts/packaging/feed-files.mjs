/**
 * The feed that a school puts on its web server beside the packages: which version there is, and the hash of each file.
 * In the form that electron-updater reads. electron-builder writes it only into programs that have an address built in.
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

const feeds = [
  { name: 'latest.yml', pattern: (version) => new RegExp(`-${version}-win-(x64|arm64)-setup\\.exe$`) },
  { name: 'latest-mac.yml', pattern: (version) => new RegExp(`-${version}-mac-(x64|arm64)\\.zip$`) },
  {
    name: 'latest-linux.yml',
    pattern: (version) => new RegExp(`-${version}-linux-(x64|x86_64)\\.AppImage$`),
  },
  {
    name: 'latest-linux-arm64.yml',
    pattern: (version) => new RegExp(`-${version}-linux-(arm64|aarch64)\\.AppImage$`),
  },
];

/**
 * @param {string} folder with packages
 * @param {string} version
 * @returns {string[]} the feeds that were written; none for systems without a package
 */
export function writeFeedFiles(folder, version) {
  const names = readdirSync(folder).toSorted();
  return feeds.flatMap(({ name, pattern }) => {
    const matches = pattern(version.replaceAll('.', '\\.'));
    const found = names.filter((file) => matches.test(file));
    if (found.length === 0) return [];
    const files = found.map((file) => ({
      url: file,
      sha512: hashOf(join(folder, file)),
      size: statSync(join(folder, file)).size,
    }));
    const [{ url, sha512 }] = files;
    const feed = { version, files, path: url, sha512, releaseDate: new Date().toISOString() };
    writeFileSync(join(folder, name), stringify(feed));
    return [join(folder, name)];
  });
}

function hashOf(path) {
  const hash = createHash('sha512');
  const buffer = Buffer.alloc(4 * 1024 * 1024);
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const read = readSync(file, buffer);
      if (read === 0) return hash.digest('base64');
      hash.update(buffer.subarray(0, read));
    }
  } finally {
    closeSync(file);
  }
}
