/** What `npm run dist` is asked for, and which of it this machine cannot do and why. Pure: facts come in, lines go out. */
import { parseArgs } from 'node:util';
import { hasAnalysis } from './contents.mjs';

export const usage = `Usage: npm run dist -- [--win] [--mac] [--linux] [--x64] [--arm64] [options]

Builds the program and packs it; without a system or processor, for this machine's. Packages lie in release/.

  --dir                     only the folder with the program, no installers
  --target NAME[,NAME]      only these: nsis, msi, dmg, zip, AppImage, deb, rpm
  --ffmpeg FILE             a static ffmpeg to put inside (otherwise that of ffmpeg-static)
  --without-ffmpeg          put none inside; the program then uses the system's
  --model-packs FOLDER      put the model packs in this folder inside
  --electron-dist FOLDER    Electron's program for the target, instead of downloading it
  --output FOLDER           where packages go (otherwise release)
  --require-signed          fail instead of making unsigned packages
  --no-build                pack what was built before
`;

export const targetsOf = { win: ['nsis', 'msi'], mac: ['dmg', 'zip'], linux: ['AppImage', 'deb', 'rpm'] };
export const platformOf = { win: 'win32', mac: 'darwin', linux: 'linux' };
const osOf = { win32: 'win', darwin: 'mac', linux: 'linux' };

/**
 * @typedef {{ os: 'win' | 'mac' | 'linux', arch: 'x64' | 'arm64', targets: string[] }} Job no targets: the folder alone
 * @typedef {{ jobs: Job[], ffmpeg?: string, withoutFfmpeg: boolean, modelPacks?: string, electronDist?: string, output?: string,
 *   requireSigned: boolean, isBuilt: boolean }} Wanted
 * @param {string[]} argv
 * @param {{ platform: string, arch: string }} machine
 * @returns {{ kind: 'run', wanted: Wanted } | { kind: 'help' } | { kind: 'invalid', message: string }}
 */
export function parseDist(argv, machine) {
  let flags;
  try {
    flags = parseArgs({
      args: argv,
      options: {
        ...Object.fromEntries(
          [
            'win',
            'mac',
            'linux',
            'x64',
            'arm64',
            'dir',
            'without-ffmpeg',
            'require-signed',
            'no-build',
            'help',
          ].map((name) => [name, { type: 'boolean' }]),
        ),
        ...Object.fromEntries(
          ['target', 'ffmpeg', 'model-packs', 'electron-dist', 'output'].map((name) => [
            name,
            { type: 'string' },
          ]),
        ),
      },
    }).values;
  } catch (error) {
    return { kind: 'invalid', message: error.message };
  }
  if (flags.help) return { kind: 'help' };
  const chosen = ['win', 'mac', 'linux'].filter((os) => flags[os]);
  const systems = chosen.length > 0 ? chosen : [osOf[machine.platform]].filter((os) => os !== undefined);
  const processors = ['x64', 'arm64'].filter((arch) => flags[arch]);
  const named = flags.target?.split(',').map((name) => name.trim());
  const known = systems.flatMap((os) => targetsOf[os]);
  const unknown = named?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    return { kind: 'invalid', message: `--target ${unknown} is none of ${known.join(', ')}` };
  }
  if (flags.ffmpeg !== undefined && flags['without-ffmpeg']) {
    return { kind: 'invalid', message: '--ffmpeg and --without-ffmpeg exclude each other' };
  }
  const jobs = systems.flatMap((os) =>
    (processors.length > 0 ? processors : [machine.arch]).map((arch) => ({
      os,
      arch,
      targets: flags.dir ? [] : targetsOf[os].filter((name) => named === undefined || named.includes(name)),
    })),
  );
  return {
    kind: 'run',
    wanted: {
      jobs,
      withoutFfmpeg: flags['without-ffmpeg'] === true,
      requireSigned: flags['require-signed'] === true,
      isBuilt: flags['no-build'] === true,
      ...(flags.ffmpeg === undefined ? {} : { ffmpeg: flags.ffmpeg }),
      ...(flags['model-packs'] === undefined ? {} : { modelPacks: flags['model-packs'] }),
      ...(flags.output === undefined ? {} : { output: flags.output }),
      ...(flags['electron-dist'] === undefined ? {} : { electronDist: flags['electron-dist'] }),
    },
  };
}

/**
 * Why a job cannot even be packed here; undefined when it can.
 * @param {Job} job
 * @param {{ platform: string, hasFile: (path: string) => boolean }} facts `hasFile`: of the project, `/` between folders
 */
export function obstacleOfJob({ os, arch }, { platform, hasFile }) {
  if (os === 'mac' && platform !== 'darwin') return 'packages for macOS are made on a Mac';
  const target = `${platformOf[os]}-${arch}`;
  if (!hasFile(`node_modules/@img/sharp-${target}/package.json`)) {
    return `sharp has no library for it here: npm install --no-save --os=${platformOf[os]} --cpu=${arch} sharp`;
  }
  const onnx = `node_modules/onnxruntime-node/bin/napi-v6/${platformOf[os]}/${arch}/onnxruntime_binding.node`;
  if (hasAnalysis(platformOf[os], arch) && !hasFile(onnx)) return 'ONNX Runtime has no library for it here';
  return undefined;
}

/**
 * Why one kind of package cannot be made here; undefined when it can be tried.
 * @param {string} target
 * @param {{ platform: string, hasCommand: (name: string) => boolean }} facts
 */
export function obstacleOfTarget(target, { platform, hasCommand }) {
  if (target === 'msi' && platform !== 'win32') return 'an MSI is made on Windows';
  if (targetsOf.linux.includes(target) && platform === 'win32')
    return 'packages for Linux are made on Linux or a Mac';
  if (target === 'rpm' && !hasCommand('rpmbuild'))
    return 'rpmbuild is not installed (Debian: apt-get install rpm)';
  return undefined;
}

/** Where electron-builder lays the program out. @param {Job} job */
export function unpackedFolder({ os, arch }) {
  const suffix = arch === 'x64' ? '' : `-${arch}`;
  return os === 'mac' ? `mac${suffix}` : `${os}${suffix}-unpacked`;
}

/** What electron-builder said, in one line for a person. @param {string} output all of it */
export function whyFailed(output) {
  const lines = output.split('\n').map((line) => line.trim());
  const missing =
    /(?:getaddrinfo \w+|connect \w+|ETIMEDOUT|ECONNRESET|socket hang up|status code 4\d\d|Response code \d+)[^\n]*/.exec(
      output,
    )?.[0];
  if (missing !== undefined) {
    return `it needs a download that failed (${missing.replace(/\s+failedTask=.*/, '').trim()})`;
  }
  const wrong = lines.findIndex((line) => line.includes('The package is not right:'));
  if (wrong !== -1) {
    const rest = lines.slice(wrong + 1);
    const end = rest.findIndex(
      (line) => line === '' || line.startsWith('at ') || line.includes('failedTask='),
    );
    const found = rest
      .slice(0, end === -1 ? undefined : Math.max(1, end + 1))
      .map((line) => line.replace(/\s+failedTask=.*/, ''));
    return `the package is not right: ${found.filter((line) => !line.startsWith('at ')).join('; ')}`;
  }
  const told =
    lines.findLast((line) => line.startsWith('⨯') && line.length > 1) ??
    lines.findLast((line) => line !== '');
  return (told ?? 'electron-builder ended without a word')
    .replace(/^⨯\s*/, '')
    .replace(/\s+failedTask=.*/, '')
    .slice(0, 300);
}
