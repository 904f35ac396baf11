/** Why a live source failed, from what ffmpeg said last. */
import { type FfmpegErrorCode, classifyFfmpegError, lastErrorLine } from './ffmpeg-errors.ts';

/** A long recording has old complaints in its tail; only what was said at the end is about the end. */
const lastLines = 6;

/**
 * @param stderr redacted, with `-loglevel level+…` marks
 * @returns undefined when ffmpeg complained of nothing
 */
export function takeFailure(stderr: string): { code: FfmpegErrorCode; detail: string } | undefined {
  const complaints = stderr
    .split(/[\r\n]+/)
    .filter((line) => /\[(?:error|fatal|panic)\]/.test(line))
    .slice(-lastLines)
    .join('\n');
  if (complaints === '') return undefined;
  const code = classifyFfmpegError(complaints);
  return { code, detail: lastErrorLine(complaints) ?? code };
}
