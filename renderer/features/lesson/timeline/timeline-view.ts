/** The part of a lesson that the timeline shows, and how it is zoomed and moved. Pure; all in seconds. */

export type TimelineView = { fromSec: number; toSec: number };

/** Less than this on the whole width shows nothing that can be heard or seen. */
const narrowestSec = 4;

export function wholeLesson(durationSec: number): TimelineView {
  return { fromSec: 0, toSec: Math.max(durationSec, 0.001) };
}

export function isWhole(view: TimelineView, durationSec: number): boolean {
  return view.fromSec <= 0 && view.toSec >= durationSec;
}

/** @param factor above 1 shows less, bigger @param aroundSec stays where it is */
export function zoomed(
  view: TimelineView,
  options: { factor: number; aroundSec: number; durationSec: number },
): TimelineView {
  const { factor, aroundSec, durationSec } = options;
  const span = view.toSec - view.fromSec;
  const next = Math.min(durationSec, Math.max(Math.min(narrowestSec, durationSec), span / factor));
  const share = span === 0 ? 0.5 : (aroundSec - view.fromSec) / span;
  return within({ fromSec: aroundSec - share * next, toSec: aroundSec + (1 - share) * next }, durationSec);
}

/** Moved sideways by a share of its own width; stops at the ends. */
export function moved(view: TimelineView, share: number, durationSec: number): TimelineView {
  const by = (view.toSec - view.fromSec) * share;
  return within({ fromSec: view.fromSec + by, toSec: view.toSec + by }, durationSec);
}

/** The same view when the position is in it; otherwise moved so that it comes near the left edge, as a page is turned. */
export function revealed(view: TimelineView, atSec: number, durationSec: number): TimelineView {
  if (atSec >= view.fromSec && atSec <= view.toSec) return view;
  const span = view.toSec - view.fromSec;
  return within({ fromSec: atSec - span * 0.1, toSec: atSec + span * 0.9 }, durationSec);
}

/** As before on a lesson that has grown: who saw all of it sees all of it. */
export function grown(view: TimelineView, fromDurationSec: number, toDurationSec: number): TimelineView {
  return isWhole(view, fromDurationSec) ? wholeLesson(toDurationSec) : within(view, toDurationSec);
}

function within({ fromSec, toSec }: TimelineView, durationSec: number): TimelineView {
  const span = Math.min(toSec - fromSec, durationSec);
  const start = Math.min(Math.max(0, fromSec), durationSec - span);
  return { fromSec: start, toSec: start + span };
}

/** Share of the width, 0–1 inside the view. */
export function shareOf(view: TimelineView, atSec: number): number {
  return (atSec - view.fromSec) / (view.toSec - view.fromSec);
}

export function secondsAt(view: TimelineView, share: number): number {
  return view.fromSec + Math.min(1, Math.max(0, share)) * (view.toSec - view.fromSec);
}

const stepsSec = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600] as const;

/** Times to write along the edge, about 90 px apart. @param width px */
export function ticks(view: TimelineView, width: number): number[] {
  const wanted = ((view.toSec - view.fromSec) * 90) / Math.max(1, width);
  const step = stepsSec.find((seconds) => seconds >= wanted) ?? 7200;
  const found: number[] = [];
  for (let at = Math.ceil(view.fromSec / step) * step; at <= view.toSec; at += step) found.push(at);
  return found;
}
