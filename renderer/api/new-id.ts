/** Ids that the page chooses. */

/**
 * A UUID that sorts by time (RFC 9562, version 7), as the core makes them: of two marks in one moment the first stands
 * first. `crypto.randomUUID` is only there in secure contexts, so not on a school server that is reached by its address
 * without TLS; and a package for it is more than the first screen has room for.
 */
export function newId(nowMs: number = Date.now()): string {
  const random = crypto.getRandomValues(new Uint8Array(10));
  // Version and variant.
  random[0] = ((random[0] ?? 0) & 0x0f) | 0x70;
  random[2] = ((random[2] ?? 0) & 0x3f) | 0x80;
  const digits = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const hex = nowMs.toString(16).padStart(12, '0') + digits;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
