/** The sound of what the timeline shows: strong where somebody speaks, pale where it is quiet, marked where it is clipped. */
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import type { LessonSpeech } from '../../../../contract/analysis.ts';
import type { Waveform } from '../../../api/vod.ts';
import { coveredColumns } from './speech-columns.ts';
import classes from './timeline.module.css';
import type { TimelineView } from './timeline-view.ts';
import { waveformColumns, waveformGain } from './waveform-columns.ts';

/** Width of a bar and of the space behind it, px. */
const barPx = 2;
const pitchPx = 3;

/** Height of the mark above clipped sound, px. */
const clippedPx = 3;

/** @param props.speech undefined: not known, all sound looks the same @param props.width px */
export function WaveformCanvas(props: {
  waveform: Waveform;
  speech: LessonSpeech | undefined;
  view: TimelineView;
  width: number;
}) {
  const { waveform, speech, view, width } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useComputedColorScheme('light');
  const gain = useMemo(() => waveformGain(waveform), [waveform]);
  const shown = useMemo(
    () => ({ ...view, columns: Math.max(1, Math.floor(width / pitchPx)) }),
    [view, width],
  );
  const columns = useMemo(() => waveformColumns(waveform, shown), [waveform, shown]);
  const spoken = useMemo(() => speech && coveredColumns(speech.spans, shown), [speech, shown]);
  const clipped = useMemo(() => speech && coveredColumns(speech.clipped, shown), [speech, shown]);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || width === 0) return;
    const height = element.clientHeight;
    const scale = window.devicePixelRatio;
    element.width = Math.round(width * scale);
    element.height = Math.round(height * scale);
    context.scale(scale, scale);
    // Mixed colours are only known once the browser has worked them out for a property that takes a colour.
    const { color: voice, borderTopColor: quiet, outlineColor: attention } = getComputedStyle(element);
    for (const [column, loudness] of columns.entries()) {
      const size = Math.max(1.5, Math.min(1, loudness * gain) * height);
      context.fillStyle = spoken === undefined || (spoken[column] ?? 0) > 0 ? voice : quiet;
      context.fillRect(column * pitchPx, (height - size) / 2, barPx, size);
      if ((clipped?.[column] ?? 0) === 0) continue;
      context.fillStyle = attention;
      context.fillRect(column * pitchPx, 0, pitchPx, clippedPx);
    }
    // The colour of the bars comes from the theme.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [columns, spoken, clipped, gain, width, theme]);
  return <canvas ref={canvas} className={classes.waveform} aria-hidden="true" />;
}
