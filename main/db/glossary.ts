/** The one row of the school's own words. */
import { type ChatGlossary, glossarySchema } from '../../contract/chat-analysis.ts';
import type { Db } from './database.ts';

export type StoredGlossary = ChatGlossary & { updated_at: string | null };

export async function readGlossary(db: Db): Promise<StoredGlossary> {
  const row = await db.selectFrom('glossary').selectAll().where('id', '=', 1).executeTakeFirst();
  if (row === undefined) return { terms: [], never_keywords: [], allowed_words: [], updated_at: null };
  const lists = glossarySchema.parse({
    terms: JSON.parse(row.terms),
    never_keywords: JSON.parse(row.never_keywords),
    allowed_words: JSON.parse(row.allowed_words),
  });
  return { ...lists, updated_at: row.updated_at };
}

export async function writeGlossary(db: Db, glossary: ChatGlossary & { updated_at: string }): Promise<void> {
  const values = {
    terms: JSON.stringify(glossary.terms),
    never_keywords: JSON.stringify(glossary.never_keywords),
    allowed_words: JSON.stringify(glossary.allowed_words),
    updated_at: glossary.updated_at,
  };
  await db
    .insertInto('glossary')
    .values({ id: 1, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
}
