/// <reference lib="dom" />
/**
 * How far sound and picture are apart where it counts: in the browser. The sound is taken from the element before the
 * loudspeaker, the picture when the compositor shows it.
 */
import type { Page } from '@playwright/test';

export type SyncResult = {
  /** Sound after picture, ms; median. */
  offsetMs: number;
  offsets: number[];
};

/**
 * Plays the page's video for some seconds.
 * @param options.periodSec time between flashes; offsets are read within ± half of it
 */
export async function measureSync(
  page: Page,
  options: { fromSec: number; seconds: number; periodSec: number },
): Promise<SyncResult> {
  const offsets = await page.evaluate(async ({ fromSec, seconds, periodSec }) => {
    const video = document.querySelector('video');
    if (video === null) throw new Error('no player');
    const audio = new AudioContext();
    await audio.resume();
    const sound = audio.createMediaElementSource(video);
    const listener = audio.createScriptProcessor(256, 2, 1);
    sound.connect(listener);
    listener.connect(audio.destination);

    const beeps: number[] = [];
    const flashes: number[] = [];
    let wasLoud = false;
    let lastLoudMs = -1e9;
    listener.addEventListener('audioprocess', (event) => {
      const isLoud = event.inputBuffer.getChannelData(0).some((sample) => Math.abs(sample) > 0.2);
      const now = performance.now();
      if (isLoud && !wasLoud && now - lastLoudMs > 400) beeps.push(now);
      if (isLoud) lastLoudMs = now;
      wasLoud = isLoud;
    });
    const canvas = document.createElement('canvas');
    canvas.width = 8;
    canvas.height = 8;
    const pixels = canvas.getContext('2d', { willReadFrequently: true });
    let wasWhite = true;
    const look = () => {
      pixels?.drawImage(video, 0, 0, 8, 8);
      const isWhite = (pixels?.getImageData(0, 0, 1, 1).data[0] ?? 0) > 128;
      if (isWhite && !wasWhite) flashes.push(performance.now());
      wasWhite = isWhite;
      video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);

    if (Math.abs(video.currentTime - fromSec) > 0.01) {
      const sought = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
      video.currentTime = fromSec;
      await sought;
    }
    await video.play();
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    video.pause();
    await audio.close();
    const halfMs = (periodSec * 1000) / 2;
    return flashes.flatMap((flash) => {
      const near = beeps.map((beep) => beep - flash).filter((offset) => Math.abs(offset) < halfMs);
      return near.slice(0, 1);
    });
  }, options);
  // The first one may fall into the start of the sound card.
  const counted = (offsets.length > 3 ? offsets.slice(1) : offsets).map(Math.round);
  const sorted = counted.toSorted((left, right) => left - right);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('no flash with a beep was seen');
  return { offsetMs: middle, offsets: counted };
}
