/**
 * Looking at a source before class: small pictures and loudness, told to whoever opened the preview. A preview is never
 * in the way of a recording: it runs at low priority, ends when a recording takes its device, and is over after ten
 * minutes when nobody closed it.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import type { PreviewEnd, PreviewEventName, previewEventSchemas } from '../../contract/recording.ts';
import { AppError } from '../base/app-error.ts';
import type { ProcessExit, RunningProcess } from '../base/process.ts';
import {
  createLevelWatcher,
  createPictureSplitter,
  previewArguments,
  withoutOutputComplaints,
} from '../media/preview.ts';
import type { CaptureSource } from '../media/stream-url.ts';
import { takeFailure } from '../media/take-failure.ts';
import type { RecorderParts } from './recorder-parts.ts';
import { sharesDevice } from './source-devices.ts';

/** Each costs a decoder; more than a second one is a page that forgot to close its own. */
export const mostPreviews = 2;
const defaultLimitMs = 10 * 60_000;
/** Neither picture nor sound for so long: the source has stalled (ms). */
const defaultSilenceMs = 20_000;

export type PreviewListener = <N extends PreviewEventName>(
  name: N,
  payload: z.infer<(typeof previewEventSchemas)[N]>,
) => void;

type Preview = { source: CaptureSource; end: (reason: PreviewEnd) => Promise<void> };

export class LivePreviews {
  readonly #parts: Pick<RecorderParts, 'runner' | 'ffmpeg' | 'log'>;
  readonly #limits: { limitMs: number; silenceMs: number };
  readonly #open = new Set<Preview>();
  #isStopping = false;

  constructor(
    parts: Pick<RecorderParts, 'runner' | 'ffmpeg' | 'log'>,
    limits: { limitMs?: number; silenceMs?: number } = {},
  ) {
    this.#parts = parts;
    this.#limits = { limitMs: defaultLimitMs, silenceMs: defaultSilenceMs, ...limits };
  }

  /**
   * Resolves when ffmpeg has been started; then `listener` is told, and last of all `end`.
   * @param signal fires when nobody looks any more; `listener` is not called after it
   * @throws AppError preview_limit, ffmpeg_missing, shutting_down
   */
  async open(source: CaptureSource, listener: PreviewListener, signal: AbortSignal): Promise<void> {
    const ffmpeg = await this.#parts.ffmpeg();
    if (this.#isStopping) throw new AppError('shutting_down');
    if (signal.aborted) return;
    if (this.#open.size >= mostPreviews) {
      throw new AppError('preview_limit', `${mostPreviews} previews are open; close one first.`);
    }
    const tell: PreviewListener = (name, payload) => {
      if (!signal.aborted) listener(name, payload);
    };
    let lastSignMs = performance.now();
    let hasCome = false;
    const onSign = (): void => {
      hasCome = true;
      lastSignMs = performance.now();
    };
    const child = this.#parts.runner.start({
      command: ffmpeg.path,
      args: previewArguments(source, ffmpeg.inputDevices),
      purpose: 'preview',
      lowPriority: true,
      stdout: createPictureSplitter((jpeg) => {
        onSign();
        tell('picture', { jpeg_base64: jpeg.toString('base64') });
      }),
    });
    child.onStderrLine(
      createLevelWatcher(({ rmsDb, peakDb }) => {
        onSign();
        tell('level', { rms_db: finite(rmsDb), peak_db: finite(peakDb) });
      }),
    );

    let reason: PreviewEnd | undefined;
    const preview: Preview = {
      source,
      end: async (why) => {
        reason ??= why;
        await child.kill();
      },
    };
    this.#open.add(preview);
    // Nothing of a preview is worth waiting for: it is killed, so that the device is free at once.
    const onAbort = (): void => void child.kill();
    signal.addEventListener('abort', onAbort, { once: true });
    const limit = setTimeout(() => void preview.end('time_over'), this.#limits.limitMs);
    const silence = setInterval(() => {
      if (performance.now() - lastSignMs > this.#limits.silenceMs) void child.kill();
    }, 500);

    void child.exited.then((exit) => {
      clearTimeout(limit);
      clearInterval(silence);
      signal.removeEventListener('abort', onAbort);
      this.#open.delete(preview);
      if (reason === undefined) {
        const problem = problemOf(child, exit, hasCome);
        if (problem !== undefined) tell('problem', problem);
        reason = problem === undefined ? 'source_ended' : 'problem';
      }
      tell('end', { reason });
    });
  }

  /** Ends what would keep a device from being recorded; resolves when the device is free. */
  async makeWayFor(source: CaptureSource): Promise<void> {
    const inTheWay = [...this.#open].filter((preview) => sharesDevice(preview.source, source));
    if (inTheWay.length === 0) return;
    // A process that hangs in its driver must not keep a lesson from beginning.
    await Promise.race([
      Promise.all(inTheWay.map((preview) => preview.end('recording_started'))),
      delay(3000, undefined, { ref: false }),
    ]);
  }

  /** Ends all previews and refuses new ones. */
  async stopAll(): Promise<void> {
    this.#isStopping = true;
    await Promise.all([...this.#open].map((preview) => preview.end('shutting_down')));
  }
}

function problemOf(
  child: RunningProcess,
  exit: ProcessExit,
  hasCome: boolean,
): z.infer<typeof previewEventSchemas.problem> | undefined {
  if (exit.stoppedByUs) {
    const { code, message } = new AppError('source_timeout');
    return { code, detail: message };
  }
  if (exit.exitCode === 0 && hasCome) return undefined;
  const failure = takeFailure(withoutOutputComplaints(child.stderrTail()));
  if (failure !== undefined) return failure;
  const { code, message } = new AppError(hasCome ? 'source_lost' : 'source_unavailable');
  return { code, detail: message };
}

function finite(db: number): number | null {
  return Number.isFinite(db) ? Math.round(db * 10) / 10 : null;
}
