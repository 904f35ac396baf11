/** How fast this person watches, in all lessons. */
const storageKey = 'airclass.speed';

export const speeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

export function rememberedSpeed(store: Pick<Storage, 'getItem'>): number {
  const speed = Number(store.getItem(storageKey) ?? 1);
  return speed >= 0.5 && speed <= 3 ? speed : 1;
}

export function rememberSpeed(store: Pick<Storage, 'setItem'>, speed: number): void {
  store.setItem(storageKey, String(speed));
}

/** The next one up or down. @param step 1 or −1 */
export function nextSpeed(now: number, step: number): number {
  const next =
    step > 0 ? speeds.find((speed) => speed > now + 0.001) : speeds.findLast((speed) => speed < now - 0.001);
  return next ?? now;
}

/** Also for what is loaded next: loading takes the element back to its default. */
export function applySpeed(
  element: Pick<HTMLVideoElement, 'playbackRate' | 'defaultPlaybackRate'>,
  speed: number,
): void {
  element.playbackRate = speed;
  element.defaultPlaybackRate = speed;
}
