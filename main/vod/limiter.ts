import { AppError } from '../base/app-error.ts';

/**
 * At most so many at a time; the others wait in order.
 * @param mostWaiting whoever comes behind so many does not wait: the work is refused with AppError overloaded
 */
export function createLimiter(
  limit: number,
  mostWaiting: number = Number.POSITIVE_INFINITY,
): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= limit) {
      if (waiting.length >= mostWaiting) throw new AppError('overloaded');
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      // The place goes on to the next one, so the count stays.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
