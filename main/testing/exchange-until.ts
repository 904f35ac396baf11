/** Exchanges files of a planned restore as far as a power cut lets it, for tests. */
import { mkdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';

/** @param files how many; `.5`: of the next one only the old file has been set aside */
export async function exchangeUntil(dataDir: string, point: string, files: number): Promise<void> {
  const work = path.join(dataDir, 'restore-work');
  const plan = (await readFile(path.join(work, 'plan.jsonl'), 'utf8')).trim().split('\n');
  for (const [at, line] of plan.entries()) {
    if (at >= files) return;
    const { path: name, isNew, had } = JSON.parse(line) as { path: string; isNew: boolean; had: boolean };
    if (had) await move(path.join(dataDir, name), path.join(dataDir, 'restore-points', point, name));
    if (at + 1 > files) return;
    if (isNew) await move(path.join(work, 'new', name), path.join(dataDir, name));
  }
}

async function move(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true });
  await rename(from, to);
}
