/** How the commands of backups tell what they do: lines for people, or one JSON object a line. */

/** A line for each tenth of the work. */
const steps = 10;

const phaseWords: Readonly<Record<string, string>> = {
  library: 'Copying and checking the library',
  files: 'Copying files',
  verify: 'Reading back what was written',
  prune: 'Tidying up',
  checking: 'Checking the backup',
  building: 'Reading the backup',
  built: 'All is there: exchanging the files',
  exchanged: 'Opening the library',
  opened: 'The library opens',
  finished: 'Done',
  move: 'Copying and comparing',
};

export type Teller = {
  /** @param fraction 0–1 */
  progress: (phase: string, fraction: number) => void;
  result: (json: { event: string } & Record<string, unknown>, words: string) => void;
};

export function createTeller(print: (line: string) => void, isJson: boolean): Teller {
  let last = '';
  return {
    progress: (phase, fraction) => {
      const step = Math.floor(fraction * steps);
      const now = `${phase} ${step}`;
      if (now === last) return;
      last = now;
      if (isJson)
        print(JSON.stringify({ event: 'progress', phase, fraction: Math.round(fraction * 1000) / 1000 }));
      else print(`  ${phaseWords[phase] ?? phase} … ${step * (100 / steps)} %`);
    },
    result: (json, words) => print(isJson ? JSON.stringify(json) : words),
  };
}

/** 10^3 a step. */
export function sizeText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}
