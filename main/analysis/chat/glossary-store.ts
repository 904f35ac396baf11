/**
 * The school's own words in force: kept in memory, so that every line can ask; stored before they count. An entry that
 * stands twice (however it is spaced or capitalised) is kept once.
 */
import type { z } from 'zod';
import type {
  ChatGlossary,
  glossaryReplySchema,
  putGlossarySchema,
} from '../../../contract/chat-analysis.ts';
import { type Clock, isoTime } from '../../base/clock.ts';
import type { Db } from '../../db/database.ts';
import { readGlossary, writeGlossary } from '../../db/glossary.ts';
import { keyOf } from './topic-candidates.ts';

type Reply = z.infer<typeof glossaryReplySchema>;

export type GlossaryStore = {
  getGlossary(): Reply;
  putGlossary(change: z.infer<typeof putGlossarySchema>): Promise<Reply>;
};

export async function openGlossaryStore({ db, clock }: { db: Db; clock: Clock }): Promise<GlossaryStore> {
  let current: Reply = await readGlossary(db);
  let last: Promise<unknown> = Promise.resolve();

  async function replace(change: z.infer<typeof putGlossarySchema>): Promise<Reply> {
    const lists: ChatGlossary = {
      terms: eachOnce(change.terms ?? current.terms),
      never_keywords: eachOnce(change.never_keywords ?? current.never_keywords),
      allowed_words: eachOnce(change.allowed_words ?? current.allowed_words),
    };
    const next = { ...lists, updated_at: isoTime(clock.now()) };
    await writeGlossary(db, next);
    current = next;
    return next;
  }

  return {
    getGlossary: () => current,
    // One after the other: two changes of different lists must not undo each other.
    putGlossary: async (change) => {
      const mine = last.then(() => replace(change));
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

function eachOnce(words: readonly string[]): string[] {
  const byKey = new Map<string, string>();
  for (const word of words) {
    const key = keyOf(word);
    if (key !== '' && !byKey.has(key)) byKey.set(key, word);
  }
  return [...byKey.values()];
}
