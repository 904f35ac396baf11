/** Notices, in ffmpeg's own words about its input, what a source carries, as soon as it is known. */
import { type ProbedMedia, parseProbeOutput } from './probe-output.ts';

/**
 * @param onInput called once, when the description of the input is complete
 * @returns takes ffmpeg's stderr line by line (`-loglevel level+info`)
 */
export function createInputWatcher(onInput: (input: ProbedMedia) => void): (line: string) => void {
  let lines: string[] | undefined = [];
  return (line) => {
    if (lines === undefined) return;
    const text = line.replace(/^(?:\[[^\]]*\] )+/, '');
    // After the inputs ffmpeg tells how streams are mapped, or that it is ready; only then is the list complete.
    if (/^(?:Stream mapping:|Output #0|Press \[q\])/.test(text)) {
      const input = parseProbeOutput(lines.join('\n'));
      lines = undefined;
      if (input !== undefined && input.streams.length > 0) onInput(input);
      return;
    }
    lines.push(line);
  };
}
