/**
 * The way of a player's sound: to a meter, and to the loudspeaker as loud as is wanted. A muted element would leave the
 * meter nothing to measure, so silence is made after it.
 */
import { type Reading, readingOf } from './level.ts';

export type AudioGraph = {
  measure: () => Reading;
  setAudible: (isAudible: boolean) => void;
};

type Parts = {
  context: AudioContext;
  analyser: AnalyserNode;
  gain: GainNode;
  samples: Float32Array<ArrayBuffer>;
};

/** An element can be connected once in its life. */
const parts = new WeakMap<HTMLMediaElement, Parts>();

/** Browsers let a page make sound only after somebody has touched it. */
export function mayMakeSound(): boolean {
  return navigator.userActivation.hasBeenActive;
}

/** @throws DOMException where the browser has no sound output to offer */
export function audioGraphOf(element: HTMLMediaElement): AudioGraph {
  let own = parts.get(element);
  if (own === undefined) {
    own = connect(element);
    parts.set(element, own);
  }
  const { context, analyser, gain, samples } = own;
  if (context.state === 'suspended') void context.resume();
  return {
    measure: () => {
      analyser.getFloatTimeDomainData(samples);
      return readingOf(samples);
    },
    setAudible: (isAudible) => {
      element.muted = false;
      gain.gain.setTargetAtTime(isAudible ? 1 : 0, context.currentTime, 0.02);
    },
  };
}

function connect(element: HTMLMediaElement): Parts {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  // 85 ms at 48 kHz: a clap between two looks is still seen.
  analyser.fftSize = 4096;
  const gain = context.createGain();
  gain.gain.value = 0;
  context.createMediaElementSource(element).connect(analyser).connect(gain).connect(context.destination);
  return { context, analyser, gain, samples: new Float32Array(analyser.fftSize) };
}
