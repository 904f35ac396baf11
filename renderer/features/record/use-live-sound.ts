/** Sound of the live picture: off until it is wanted, and measured all the same. */
import { type RefObject, useEffect, useState } from 'react';
import { useCoreEvent } from '../../api/events.ts';
import { type AudioGraph, audioGraphOf, mayMakeSound } from './audio-graph.ts';
import { type Meter, meterOfSample, nextMeter, stillMeter } from './level.ts';

const measureMs = 100;

/**
 * @param isShown the element is on the page
 * @returns undefined until somebody has touched the page: no browser lets it listen before
 */
export function useAudioGraph(
  video: RefObject<HTMLVideoElement | null>,
  isShown: boolean,
): AudioGraph | undefined {
  const [graph, setGraph] = useState<AudioGraph>();
  useEffect(() => {
    if (!isShown) return undefined;
    const connect = () => {
      if (video.current === null || !mayMakeSound()) return;
      stopWaiting();
      try {
        setGraph(audioGraphOf(video.current));
      } catch {
        // A PC without any sound output: the meter then lives on what the core says.
      }
    };
    const stopWaiting = () => {
      window.removeEventListener('pointerup', connect);
      window.removeEventListener('keyup', connect);
    };
    window.addEventListener('pointerup', connect);
    window.addEventListener('keyup', connect);
    connect();
    return stopWaiting;
  }, [video, isShown]);
  return graph;
}

/**
 * Loudness of what is being recorded.
 * @param isLive the picture shows the present: only then its sound says something about it
 */
export function useLiveMeter(
  recordingId: string,
  video: RefObject<HTMLVideoElement | null>,
  graph: AudioGraph | undefined,
  isLive: boolean,
): Meter | undefined {
  const [meter, setMeter] = useState<Meter>();
  const isMeasured = graph !== undefined && isLive;
  useCoreEvent('recording.level', ({ recording_id: id, rms_db: rmsDb, peak_db: peakDb }) => {
    if (id !== recordingId || isMeasured) return;
    // Without a sound track there is nothing to measure.
    setMeter(
      rmsDb === null && peakDb === null ? undefined : meterOfSample({ rmsDb, peakDb }, performance.now()),
    );
  });
  useEffect(() => {
    if (!isMeasured) return undefined;
    const timer = setInterval(() => {
      const element = video.current;
      if (element === null || element.paused || element.readyState < 3 || element.seeking) return;
      const reading = graph.measure();
      setMeter((last) => nextMeter(last ?? stillMeter, reading, performance.now()));
    }, measureMs);
    return () => clearInterval(timer);
  }, [graph, isMeasured, video]);
  return meter;
}
