/** Lets time go by while the core is off, and sees whether retention does its work at the next start. */
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { type Core, until } from '../core.ts';
import { type School, isGone } from './day.ts';

export type Older = { expires: string | undefined; purged: string[] };

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

/** The oldest lesson is past the days it is kept, and all in the trash are past theirs. */
export function makeOlder(school: School): Older {
  const [expires] = school.lessons;
  const purged = [...school.trash];
  const connection = new SqliteDatabase(path.join(school.dataDir, 'library.sqlite'));
  try {
    connection.transaction(() => {
      connection
        .prepare('UPDATE recordings SET created_at = ?, session_date = ? WHERE recording_id = ?')
        .run(daysAgo(60), daysAgo(60).slice(0, 10), expires);
      for (const id of purged) {
        connection
          .prepare('UPDATE recordings SET deleted_at = ? WHERE recording_id = ?')
          .run(daysAgo(60), id);
      }
    })();
  } finally {
    connection.close();
  }
  return { expires, purged };
}

/** @throws Error when something is still there after a minute */
export async function seeRetention(
  core: Core,
  school: School,
  { expires, purged }: Older,
): Promise<{ expired: number; purged: number }> {
  const listed = async (deleted: boolean): Promise<string[]> => {
    const page = await core.api<{ items: { recording_id: string }[] }>(
      'GET',
      `/api/recording?limit=100&deleted=${deleted}`,
    );
    return page.items.map((item) => item.recording_id);
  };
  await until(
    'retention has seen to old lessons',
    async () => {
      const [there, thrown] = [await listed(false), await listed(true)];
      const isDone =
        (expires === undefined || (!there.includes(expires) && thrown.includes(expires))) &&
        purged.every((id) => !thrown.includes(id));
      return isDone ? true : undefined;
    },
    { everyMs: 500, timeoutMs: 60_000 },
  );
  for (const id of purged) isGone(school, id);
  school.trash = [];
  if (expires === undefined) return { expired: 0, purged: purged.length };
  school.lessons.shift();
  school.trash.push(expires);
  return { expired: 1, purged: purged.length };
}
