/**
 * The picture after a jump is decoded from the key frame before it, in software on most classroom PCs. What is loaded
 * meanwhile takes the processor from that: on two cores a jump took half as long again.
 */

/**
 * Enough behind the position (s) for decoders that give a frame only when they have seen some more. Who plays also
 * needs something to go on with when the picture is there.
 */
const aheadSec = { paused: 0.25, playing: 1 };
/** A jump that takes longer (ms) waits for something else than the processor, perhaps for more of the lesson. */
const longestMs = 1000;

/**
 * Between `seeking` and `seeked` of the element, hls.js loads next to nothing beyond the position.
 *
 * @param config of hls.js, read by it before each part
 */
export function loadLittleWhileSeeking(
  element: Pick<HTMLVideoElement, 'addEventListener' | 'paused'>,
  config: { maxMaxBufferLength: number },
  signal: AbortSignal,
): void {
  /** As it was when the jump began: hls.js lowers it where the browser has no room for more. */
  let allSec: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const loadAll = () => {
    clearTimeout(timer);
    if (allSec !== undefined) config.maxMaxBufferLength = allSec;
    allSec = undefined;
  };
  const loadLittle = () => {
    clearTimeout(timer);
    allSec ??= config.maxMaxBufferLength;
    config.maxMaxBufferLength = element.paused ? aheadSec.paused : aheadSec.playing;
    timer = setTimeout(loadAll, longestMs);
  };
  element.addEventListener('seeking', loadLittle, { signal });
  element.addEventListener('seeked', loadAll, { signal });
  signal.addEventListener('abort', loadAll, { once: true });
}
