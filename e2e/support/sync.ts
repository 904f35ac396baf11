/// <reference lib="dom" />
/**
 * How far sound and picture are apart where it counts: in the browser. The sound is taken from the element before the
 * loudspeaker, on the audio thread; the picture when it is handed to the compositor. Both are timed by their own clocks
 * and not by when the page gets to look, so that a busy machine does not move them.
 */
import type { Page } from '@playwright/test';

export type SyncResult = {
  /** Sound after picture, ms; median. */
  offsetMs: number;
  offsets: number[];
};

/** Fewer say little on a busy machine. */
const fewestPairs = 8;
/** Flashes and beeps at the wrong distance from each other agree at most half as often (clips.ts). */
const clusterMs = 90;
const largestOffsetMs = 750;

/** Runs on the audio thread: tells when silence ends, by the clock of the audio context. */
const listenerName = 'beep-listener';
const listenerCode = `registerProcessor('${listenerName}', class extends AudioWorkletProcessor {
  lastLoudSec = -1;
  process([channels]) {
    const samples = channels[0] ?? [];
    for (let index = 0; index < samples.length; index += 1) {
      if (Math.abs(samples[index]) <= 0.2) continue;
      const nowSec = (currentFrame + index) / sampleRate;
      if (nowSec - this.lastLoudSec > 0.25) this.port.postMessage(nowSec);
      this.lastLoudSec = nowSec;
    }
    return true;
  }
});`;

/**
 * Plays the page's video, which is a flash clip or a recording of one, until enough was seen.
 * @param page its context must bypass the content policy, which would not let the listener in
 * @param fromSec a time between two flashes
 */
export async function measureSync(page: Page, fromSec: number): Promise<SyncResult> {
  const seen = await page.evaluate(
    async ({ startSec, wanted, name, code }) => {
      const video = document.querySelector('video');
      if (video === null) throw new Error('no player');
      const audio = new AudioContext();
      const module = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
      await audio.audioWorklet.addModule(module);
      await audio.resume();
      const listener = new AudioWorkletNode(audio, name);
      audio.createMediaElementSource(video).connect(listener).connect(audio.destination);

      const beepsSec: number[] = [];
      listener.port.addEventListener('message', (event) => beepsSec.push(Number(event.data)));
      listener.port.start();

      if (Math.abs(video.currentTime - startSec) > 0.01) {
        const sought = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
        video.currentTime = startSec;
        await sought;
      }
      const canvas = new OffscreenCanvas(8, 8);
      const pixels = canvas.getContext('2d', { willReadFrequently: true });
      const flashes: number[] = [];
      const clocks: { audioSec: number; pageMs: number }[] = [];
      const frameSec = 1 / 30;
      let wasWhite = true;
      let lastMediaSec = -1;
      // The first second belongs to the start of decoders and sound card.
      let countedFromMs = Number.POSITIVE_INFINITY;
      const look: VideoFrameRequestCallback = (_now, { mediaTime, presentationTime }) => {
        pixels?.drawImage(video, 0, 0, 8, 8);
        const isWhite = (pixels?.getImageData(0, 0, 1, 1).data[0] ?? 0) > 128;
        // A busy browser leaves frames out: the flash began with this one or with one of those.
        const leftOutSec = Math.max(0, mediaTime - lastMediaSec - frameSec);
        if (isWhite && !wasWhite && leftOutSec < 0.12 && presentationTime > countedFromMs)
          flashes.push(presentationTime - (leftOutSec * 1000) / 2);
        wasWhite = isWhite;
        lastMediaSec = mediaTime;
        const { contextTime = 0, performanceTime = 0 } = audio.getOutputTimestamp();
        clocks.push({ audioSec: contextTime, pageMs: performanceTime });
        video.requestVideoFrameCallback(look);
      };
      video.requestVideoFrameCallback(look);

      await video.play();
      const startedMs = performance.now();
      countedFromMs = startedMs + 1000;
      while (flashes.length < wanted && !video.ended && performance.now() - startedMs < 30_000) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      // A beep may come after its flash.
      await new Promise((resolve) => setTimeout(resolve, 800));
      video.pause();
      await audio.close();
      const beeps = beepsSec.flatMap((beepSec) => {
        const distance = ({ audioSec }: { audioSec: number }) => Math.abs(audioSec - beepSec);
        const [near] = clocks.toSorted((left, right) => distance(left) - distance(right));
        return near === undefined ? [] : [near.pageMs + (beepSec - near.audioSec) * 1000];
      });
      return { flashes, beeps };
    },
    { startSec: fromSec, wanted: fewestPairs + 1, name: listenerName, code: listenerCode },
  );
  const offsets = pairOffsets(seen.flashes, seen.beeps);
  const middle = offsets.toSorted((left, right) => left - right)[Math.floor(offsets.length / 2)];
  if (middle === undefined || offsets.length < fewestPairs) {
    throw new Error(`too little was seen: ${JSON.stringify(seen)}`);
  }
  return { offsetMs: middle, offsets };
}

/** One offset per flash that has its beep: the distance on which most pairs agree is that of sound and picture. */
function pairOffsets(flashes: readonly number[], beeps: readonly number[]): number[] {
  const distances = flashes.flatMap((flash) =>
    beeps.map((beep) => ({ flash, ms: Math.round(beep - flash) })),
  );
  const near = distances.filter(({ ms }) => Math.abs(ms) <= largestOffsetMs);
  const around = (centreMs: number) => near.filter(({ ms }) => Math.abs(ms - centreMs) <= clusterMs);
  const [largest = []] = near
    .map(({ ms }) => around(ms))
    .toSorted((left, right) => right.length - left.length);
  return largest.map(({ ms }) => ms);
}
