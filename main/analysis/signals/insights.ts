/** What to tell a teacher about one picture. Pure. */
import { signalKinds } from '../../../contract/analysis.ts';
import { type Language, insightTexts } from './insight-texts.ts';
import type { SceneReading } from './read-scene.ts';

/** @param textLines recognised lines; null when nobody asked for text */
export function insightsOf(reading: SceneReading, textLines: number | null, language: Language): string[] {
  const texts = insightTexts[language];
  const { peopleCount, signals, engagement } = reading;
  const ofSignals = signalKinds.flatMap((kind) => {
    const count = signals.filter((signal) => signal.kind === kind).length;
    return count === 0 ? [] : [texts.signal[kind](count)];
  });
  return [
    ...(peopleCount === 0 ? [] : [texts.people(peopleCount)]),
    ...(ofSignals.length === 0 ? [texts.nothing] : ofSignals),
    ...(engagement === null ? [] : [texts.engagement(engagement)]),
    ...(textLines === null || textLines === 0 ? [] : [texts.text(textLines)]),
  ];
}
