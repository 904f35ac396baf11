/** The same work for many, a few at a time; what fails does not hold up the rest. Pure but for the work. */
const atATime = 4;

export async function runEach<T>(
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
): Promise<{ done: T[]; failures: { item: T; error: unknown }[] }> {
  const done: T[] = [];
  const failures: { item: T; error: unknown }[] = [];
  const waiting = [...items];
  const takeOne = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        await work(item);
        done.push(item);
      } catch (error) {
        failures.push({ item, error });
      }
    }
  };
  await Promise.all(Array.from({ length: atATime }, takeOne));
  return { done, failures };
}
