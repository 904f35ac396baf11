/** A state that nobody draws does not compile. */
export function assertShown(state: never): never {
  throw new Error(`an export cannot be ${String(state)}`);
}
