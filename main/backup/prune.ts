/** Which snapshots are kept, and away with pieces that no kept one refers to. Only under the repository's lock. */
import type { KnownObjects, Repository } from './repository.ts';

export type Pruned = { snapshots: string[]; objects: number };

/** @param ids oldest first. Pure. */
export function idsToPrune(ids: readonly string[], keep: number): string[] {
  return ids.slice(0, Math.max(0, ids.length - Math.max(1, keep)));
}

/**
 * Snapshots go first: killed in between, their pieces are left over and go the next time.
 * @throws AppError backup_damaged when a kept snapshot cannot be read; nothing is removed then, since nobody can say
 * what it still needs
 */
export async function prune(
  repository: Repository,
  keep: number,
  options: { known?: KnownObjects; rest?: () => Promise<void> } = {},
): Promise<Pruned> {
  const { rest = () => Promise.resolve() } = options;
  const ids = await repository.snapshotIds();
  const gone = idsToPrune(ids, keep);
  const kept = ids.filter((id) => !gone.includes(id));
  const needed = new Set<string>();
  for (const id of kept) {
    for (const piece of (await repository.snapshot(id)).index) {
      if (needed.has(piece.name)) continue;
      await rest();
      needed.add(piece.name);
      for (const entry of await repository.filesOf(piece)) for (const name of entry.pieces) needed.add(name);
    }
  }
  for (const id of gone) await repository.removeSnapshot(id);
  let objects = 0;
  const known = options.known ?? (await repository.knownObjects());
  for (const name of known.keys()) {
    if (needed.has(name)) continue;
    await rest();
    await repository.removeObject(name);
    objects += 1;
  }
  return { snapshots: gone, objects };
}
