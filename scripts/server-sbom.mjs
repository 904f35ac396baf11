/**
 * Writes the image's bill of materials to stdout: the packages that npm lists, and beside them what npm does not know
 * (what is built into the page, Node, ffmpeg, the models, the system's packages). CycloneDX. Runs in the image while it
 * is built.
 *   node server-sbom.mjs FOLDER   with packages.cdx.json, licences.json, package.json, manifest.json, ffmpeg-version
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** Listed by npm, not in the image: server-modules.mjs takes it out. */
const leftOut = 'ffmpeg-static';

const isLeftOut = (ref) => ref.startsWith(`${leftOut}@`);

/**
 * @param {object} parts
 * @param {object} parts.packages what `npm sbom --sbom-format=cyclonedx` wrote
 * @param {{name: string, version: string, licence: string}[]} parts.page libraries that are built into the page, of licences.json
 * @param {{name: string, version: string}} parts.product package.json
 * @param {{models: {name: string, version: string, licence: string}[]}} parts.manifest models/manifest.json
 * @param {string} parts.nodeVersion without `v`
 * @param {string} parts.ffmpegVersion of Debian's source package: `7:5.1.9-0+deb12u1`
 * @param {string} parts.systemPackages lines of `name version architecture`
 */
export function imageSbom({ packages, page, product, manifest, nodeVersion, ffmpegVersion, systemPackages }) {
  const listed = packages.components.filter((one) => !isLeftOut(one['bom-ref']));
  const refs = new Set(listed.map((one) => one['bom-ref']));
  const others = [
    ...page
      .filter(({ name, version }) => !refs.has(`${name}@${version}`))
      .map(({ name, version, licence }) => ({
        type: 'library',
        name,
        version,
        description: 'Built into the page',
        purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
        licenses: [{ expression: licence }],
      })),
    {
      type: 'platform',
      name: 'node',
      version: nodeVersion,
      purl: `pkg:generic/node@${nodeVersion}`,
      licenses: [{ license: { id: 'MIT' } }],
    },
    {
      type: 'application',
      name: 'ffmpeg',
      version: ffmpegVersion,
      description: 'Built from the source package of Debian, a program of its own',
      purl: debianPurl('ffmpeg', ffmpegVersion, 'source'),
      licenses: [{ license: { id: 'GPL-2.0-or-later' } }],
    },
    ...manifest.models.map(({ name, version, licence }) => ({
      type: 'machine-learning-model',
      name,
      version,
      licenses: [{ expression: licence }],
    })),
    ...systemPackages
      .trim()
      .split('\n')
      .map((line) => line.split(' '))
      .map(([name, version, arch]) => ({
        type: 'library',
        name,
        version,
        purl: debianPurl(name, version, arch),
      })),
  ];
  for (const component of others) component['bom-ref'] = `image:${component.name}@${component.version}`;
  const { component } = packages.metadata;
  return {
    ...packages,
    // npm takes the name from the folder.
    metadata: {
      ...packages.metadata,
      component: { ...component, type: 'application', name: product.name, version: product.version },
    },
    components: [...listed, ...others],
    dependencies: packages.dependencies
      .filter(({ ref }) => !isLeftOut(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((each) => !isLeftOut(each)) })),
  };
}

function debianPurl(name, version, arch) {
  return `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${arch}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? '.';
  const json = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const format = '${Package} ${Version} ${Architecture}\\n';
  const sbom = imageSbom({
    packages: json('packages.cdx.json'),
    page: json('licences.json').bundled,
    product: json('package.json'),
    manifest: json('manifest.json'),
    nodeVersion: process.versions.node,
    ffmpegVersion: readFileSync(join(folder, 'ffmpeg-version'), 'utf8').trim(),
    systemPackages: execFileSync('dpkg-query', ['--show', `--showformat=${format}`], { encoding: 'utf8' }),
  });
  process.stdout.write(`${JSON.stringify(sbom, null, 2)}\n`);
}
