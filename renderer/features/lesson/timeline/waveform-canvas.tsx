/** The sound of what the timeline shows. */
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import type { Waveform } from '../../../api/vod.ts';
import classes from './timeline.module.css';
import type { TimelineView } from './timeline-view.ts';
import { waveformColumns, waveformGain } from './waveform-columns.ts';

/** Width of a bar and of the space behind it, px. */
const barPx = 2;
const pitchPx = 3;

/** @param props.width px */
export function WaveformCanvas(props: { waveform: Waveform; view: TimelineView; width: number }) {
  const { waveform, view, width } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useComputedColorScheme('light');
  const gain = useMemo(() => waveformGain(waveform), [waveform]);
  const columns = useMemo(
    () => waveformColumns(waveform, { ...view, columns: Math.max(1, Math.floor(width / pitchPx)) }),
    [waveform, view, width],
  );
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || width === 0) return;
    const height = element.clientHeight;
    const scale = window.devicePixelRatio;
    element.width = Math.round(width * scale);
    element.height = Math.round(height * scale);
    context.scale(scale, scale);
    context.fillStyle = getComputedStyle(element).color;
    for (const [column, loudness] of columns.entries()) {
      const size = Math.max(1.5, Math.min(1, loudness * gain) * height);
      context.fillRect(column * pitchPx, (height - size) / 2, barPx, size);
    }
    // The colour of the bars comes from the theme.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [columns, gain, width, theme]);
  return <canvas ref={canvas} className={classes.waveform} aria-hidden="true" />;
}
