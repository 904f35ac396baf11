/** The distinct screens as blocks along the time line; the pointer brings up their picture. */
import { useMediaSelector } from 'media-chrome/react/media-store';
import { type PointerEvent, useState } from 'react';
import type { Slide } from '../../../../contract/vod.ts';
import { slidePictureUrl } from '../../../api/vod.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { clockText } from '../../../ui/format.ts';
import { slideAt } from '../slides/slide-list.ts';
import { type TimelineView, shareOf } from './timeline-view.ts';
import classes from './timeline.module.css';

export type ShownScreen = { slide: Slide; x: number; width: number };

export function ScreenLane(props: {
  slides: readonly Slide[];
  view: TimelineView;
  secondsUnder: (clientX: number) => number;
  onShow: (screen: ShownScreen | undefined) => void;
}) {
  const { slides, view, secondsUnder, onShow } = props;
  const current = useMediaSelector<number | undefined>(
    (state) => slideAt(slides, state.mediaCurrentTime ?? 0)?.seq,
  );
  const point = (event: PointerEvent<HTMLElement>) => {
    const atSec = secondsUnder(event.clientX);
    const slide = slides.find(({ time, end_time: endSec }) => atSec >= time && atSec < endSec);
    const { left, width } = event.currentTarget.getBoundingClientRect();
    onShow(slide === undefined ? undefined : { slide, x: event.clientX - left, width });
  };
  return (
    <div
      className={classes.screens}
      aria-hidden="true"
      data-testid="screens"
      onPointerMove={point}
      onPointerLeave={() => onShow(undefined)}
    >
      {slides.map(({ seq, time, end_time: endSec }) => {
        const left = Math.max(0, shareOf(view, time));
        const right = Math.min(1, shareOf(view, endSec));
        if (right <= 0 || left >= 1) return null;
        return (
          <span
            key={seq}
            className={classes.screen}
            data-is-current={seq === current}
            style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }}
          />
        );
      })}
    </div>
  );
}

const previewPx = 224;

export function ScreenPreview({ slide, x, width }: ShownScreen) {
  const { t } = useLanguage();
  const [isMissing, setIsMissing] = useState(false);
  const half = Math.min(width, previewPx) / 2;
  const left = Math.min(width - half, Math.max(half, x));
  const time = t('timeline.screen_time', {
    from: clockText(slide.time),
    to: clockText(slide.end_time),
  });
  return (
    <div className={classes.preview} style={{ left }} aria-hidden="true" data-testid="screen-preview">
      {!isMissing && <img src={slidePictureUrl(slide, 480)} alt="" onError={() => setIsMissing(true)} />}
      {slide.heading !== '' && <b>{slide.heading}</b>}
      <time>{time}</time>
    </div>
  );
}
