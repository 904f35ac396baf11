/** electron-builder calls this when a program is laid out, before it is signed: what is not right ends the build. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtInModels, budgets, listArchive, listBeside, problemsOf, sizesOf } from './contents.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** electron-builder's numbers for processors. */
const archNames = { 1: 'x64', 3: 'arm64' };

export function afterPack({ appOutDir, electronPlatformName: platform, arch, packager }) {
  const resources = packager.getResourcesDir(appOutDir);
  const os = { win32: 'win', darwin: 'mac', linux: 'linux' }[platform];
  const archName = archNames[arch];
  const packed = {
    archive: listArchive(join(resources, 'app.asar')),
    beside: listBeside(resources),
    models: builtInModels(root),
    platform,
    arch: archName,
    hasFfmpeg: existsSync(join(root, 'release', '.staging', `${os}-${archName}`, 'ffmpeg')),
  };
  const problems = problemsOf(packed);
  if (problems.length > 0) throw new Error(`The package is not right:\n  ${problems.join('\n  ')}`);
  const sizes = Object.entries(sizesOf(packed)).map(
    ([part, size]) => `${part} ${size.toFixed(0)} of at most ${budgets[part]} MB`,
  );
  console.log(`  • ${os}-${archName}: ${packed.archive.length} files; ${sizes.join(', ')}`);
}
