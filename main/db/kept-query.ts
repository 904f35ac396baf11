/**
 * Queries whose text is made once. Kysely builds a query anew for each call; for the short reads that pages poll, that
 * costs about as much as SQLite's answer.
 */
import type { CompiledQuery } from 'kysely';
import type { Db } from './database.ts';

/**
 * @param build the query with values in it; it is called once, with stand-ins: it must put them into the query as they
 *   are, each as one value, and neither look at them nor decide by them
 * @returns runs the query with other values
 */
export function keepQuery<Values extends readonly unknown[], Row>(
  build: (db: Db, ...values: Values) => { compile(): CompiledQuery<Row> },
): (db: Db, ...values: Values) => Promise<Row[]> {
  type Kept = { compiled: CompiledQuery<Row>; standIns: readonly object[] };
  let kept: Kept | undefined;

  function keep(db: Db): Kept {
    const standIns = Array.from({ length: build.length - 1 }, () => ({}));
    return { compiled: build(db, ...(standIns as unknown as Values)).compile(), standIns };
  }

  return async (db, ...values) => {
    kept ??= keep(db);
    const { compiled, standIns } = kept;
    const parameters = compiled.parameters.map((known) => {
      const place = standIns.findIndex((standIn) => standIn === known);
      return place === -1 ? known : values[place];
    });
    return (await db.executeQuery<Row>({ ...compiled, parameters })).rows;
  };
}
