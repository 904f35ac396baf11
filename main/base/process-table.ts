/**
 * The processes of this machine, as the reaper needs them: pid, start time as the operating system tells it, command
 * line. Linux reads /proc; macOS asks `ps`, Windows asks PowerShell. Parsers are pure.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';

export type ProcessEntry = {
  pid: number;
  /** Linux: `boot id:ticks`, exact. Elsewhere: ISO time, accurate to a second or two. */
  startTime: string;
  /** On Linux the arguments one by one; elsewhere the whole line is the only element. */
  commandLine: readonly string[];
};

/** Start time of a live process without waiting. Elsewhere than on Linux: now, which is right just after the spawn. */
export function startTimeNow(pid: number, platform: NodeJS.Platform, nowMs: number): string {
  return platform === 'linux' ? (linuxStartTime(pid) ?? '') : new Date(nowMs).toISOString();
}

/** Whether two start times name the same start: equal on Linux, within `toleranceMs` elsewhere. */
export function isSameStart(left: string, right: string, toleranceMs = 3000): boolean {
  if (left === '' || right === '') return false;
  if (left === right) return true;
  const difference = Math.abs(Date.parse(left) - Date.parse(right));
  return Number.isFinite(difference) && difference <= toleranceMs;
}

/** Every process that can be seen; zombies (ended, not yet collected by their parent) are not listed. */
export async function listProcesses(platform: NodeJS.Platform): Promise<ProcessEntry[]> {
  if (platform === 'linux') return listLinux();
  if (platform === 'win32') {
    const script =
      'Get-CimInstance Win32_Process | ForEach-Object { [pscustomobject]@{ pid = $_.ProcessId; ' +
      "start = if ($_.CreationDate) { $_.CreationDate.ToUniversalTime().ToString('o') } else { '' }; " +
      'command = $_.CommandLine } } | ConvertTo-Json -Compress';
    const { stdout } = await execa('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script], {
      timeout: 20_000,
    });
    return parseWindowsList(stdout);
  }
  const { stdout } = await execa('ps', ['-axww', '-o', 'pid=,stat=,lstart=,command='], {
    timeout: 10_000,
    env: { LC_ALL: 'C' },
  });
  return parsePsList(stdout);
}

/** Whether the process still runs (a zombie does not). */
export function isAlive(pid: number, platform: NodeJS.Platform): boolean {
  if (platform === 'linux') return linuxStartTime(pid) !== undefined;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Whether the command line runs a program of this name; `.exe` and folders do not count. */
export function runsProgram(entry: ProcessEntry, command: string): boolean {
  const wanted = programName(command);
  const [first = '', ...rest] = entry.commandLine;
  if (entry.commandLine.length > 1) return [first, ...rest].some((word) => programName(word) === wanted);
  const program = first.startsWith('"') ? first.slice(1).split('"')[0] : undefined;
  if (program !== undefined && programName(program) === wanted) return true;
  return first.split(/\s+/).some((word) => programName(word.replaceAll('"', '')) === wanted);
}

export function programName(command: string): string {
  return (command.split(/[\\/]/).at(-1) ?? '').replace(/\.exe$/i, '').toLowerCase();
}

/** `ps -o pid=,stat=,lstart=,command=` in the C locale: `  12 S  Mon Nov 23 11:00:00 2026 /usr/bin/x -y`. */
export function parsePsList(text: string): ProcessEntry[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\S+)\s+(\w{3}\s+\w{3}\s+\d+\s+[\d:]{8}\s+\d{4})\s+(.*)$/.exec(line);
    const [, pid, state, started, command] = match ?? [];
    if (pid === undefined || started === undefined || command === undefined) return [];
    if (state?.startsWith('Z') === true) return [];
    const startMs = Date.parse(started);
    if (Number.isNaN(startMs)) return [];
    return [{ pid: Number(pid), startTime: new Date(startMs).toISOString(), commandLine: [command] }];
  });
}

/** JSON of the PowerShell query: one object, or an array of them. */
export function parseWindowsList(json: string): ProcessEntry[] {
  const parsed: unknown = JSON.parse(json);
  return (Array.isArray(parsed) ? parsed : [parsed]).flatMap((row: unknown) => {
    if (typeof row !== 'object' || row === null || !('pid' in row) || typeof row.pid !== 'number') return [];
    const command = 'command' in row && typeof row.command === 'string' ? row.command : '';
    const startTime = 'start' in row && typeof row.start === 'string' ? row.start : '';
    return [{ pid: row.pid, startTime, commandLine: [command] }];
  });
}

function listLinux(): ProcessEntry[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const pid = Number(name);
    const startTime = linuxStartTime(pid);
    const commandLine = readText(path.join('/proc', name, 'cmdline'))
      ?.split('\0')
      .slice(0, -1);
    if (startTime === undefined || commandLine === undefined || commandLine.length === 0) return [];
    return [{ pid, startTime, commandLine }];
  });
}

/** Ticks since boot are exact but start again at each boot, hence the boot id. Undefined: gone, or a zombie. */
function linuxStartTime(pid: number): string | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name in parentheses may hold spaces and parentheses: count fields after the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  const ticks = fields[19];
  if (state === 'Z' || state === 'X' || ticks === undefined) return undefined;
  return `${readText('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}:${ticks}`;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // the process ended between listing and reading
  }
}
