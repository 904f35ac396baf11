/** The figures of the chat models as the page writes them; where they come from: models/chat/measured.ts. Pure. */
import measured from '../../../../contract/chat-measured.json';

type Span = { low: number; high: number };

export type MeasuredValues = Record<'lines' | 'mood' | 'intent' | 'missed' | 'covered', string | number>;

/** For the texts `moderation.how_right` and `moderation.how_cover`. */
export const measuredValues: MeasuredValues = {
  lines: measured.lines,
  mood: spanText(measured.mood_right),
  intent: spanText(measured.intent_right),
  missed: spanText(measured.abuse_missed),
  covered: spanText(measured.harmless_covered),
};

/** In percent: `86–91%`, and one number when both are the same. */
export function spanText({ low, high }: Span): string {
  const [from, to] = [percent(low), percent(high)];
  return from === to ? `${to}%` : `${from}–${to}%`;
}

/** Whole, but what happened now and then is not said to have happened never, or always. */
function percent(share: number): number {
  const whole = Math.round(share * 100);
  const isRounded = (whole === 0 && share > 0) || (whole === 100 && share < 1);
  return isRounded ? Math.round(share * 1000) / 10 : whole;
}
