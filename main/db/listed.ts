/** Lists of values in a query. */
import { type RawBuilder, sql } from 'kysely';

/**
 * The values of a JSON array, for `IN`: one parameter however many there are, so that the query is one statement, whose
 * text `keepQuery` makes once. Sixty values one by one took longer to put into the query than to look up.
 */
export function listed<T extends string | number>(json: string): RawBuilder<T> {
  return sql<T>`(SELECT value FROM json_each(${json}))`;
}
