/** Pictures are decoded and encoded by sharp: some 10 MB of memory that a core at rest, which makes none, does not need. */
import type sharp from 'sharp';

/** Loads it the first time. */
export async function loadSharp(): Promise<typeof sharp> {
  return (await import('sharp')).default;
}
