/**
 * How a source is recorded: which tracks are copied, which encoded, how long ffmpeg looks before it begins. Starts with
 * the usual case (copy everything, at once) and learns from what ffmpeg reports, so that opening twice is the exception.
 */
import type { RecordingRow } from '../db/recordings.ts';
import type { Ffmpeg } from '../media/ffmpeg-locate.ts';
import { type ProbedMedia, firstAudio, firstVideo } from '../media/probe-output.ts';
import type { CaptureSource } from '../media/stream-url.ts';
import { type TakePlan, planTake, takeArguments } from '../media/take-arguments.ts';

export type SourceFacts = Pick<
  RecordingRow,
  'width' | 'height' | 'frame_rate' | 'video_codec' | 'audio_codec'
>;

/**
 * How long ffmpeg looks for tracks before it begins (ms). Short at first, so that little is lost when it is killed in
 * these moments. A source with one track only is opened once more, since the other may just be late.
 */
const quickAnalyzeMs = 700;
const secondLookMs = 4000;
/** Joined between two key frames a picture has no size yet: longer than the interval of any usual encoder. */
const wholeIntervalMs = 15_000;

const copyAll: TakePlan = { video: 'copy', audio: 'copy' };

export class SourcePlan {
  readonly #source: CaptureSource;
  #take: TakePlan;
  #videoCodec: string | undefined;
  #analyzeMs = quickAnalyzeMs;
  #isFinite = false;
  #facts: SourceFacts | undefined;
  #wasDescribed = false;
  /** A second look has shown that there is one track only. */
  #isSettled = false;
  /** The sound is announced and never sent. */
  #isSoundDead = false;

  constructor(source: CaptureSource) {
    this.#source = source;
    this.#take = source.kind === 'stream' ? copyAll : devicePlan(source);
  }

  get take(): TakePlan {
    return this.#take;
  }
  get analyzeMs(): number {
    return this.#analyzeMs;
  }
  /** An HTTP source of known length: a file, or a broadcast that was closed. When it has ended it will not return. */
  get isFinite(): boolean {
    return this.#isFinite;
  }
  get facts(): SourceFacts | undefined {
    return this.#facts;
  }

  /** ffmpeg's arguments for the next take. @throws AppError encoder_missing, source_unsupported */
  arguments(output: string, ffmpeg: Pick<Ffmpeg, 'encoders' | 'inputDevices'>): string[] {
    return takeArguments({
      source: this.#source,
      plan: this.#take,
      videoCodec: this.#videoCodec,
      output,
      encoders: ffmpeg.encoders,
      inputDevices: ffmpeg.inputDevices,
      analyzeMs: this.#analyzeMs,
    });
  }

  /** A new take begins with this plan. */
  begin(): void {
    this.#wasDescribed = false;
  }

  /**
   * Takes in what ffmpeg found at the source.
   * @returns `reopen`: the source must be opened again with the plan as it is now
   */
  describe(input: ProbedMedia): 'fits' | 'reopen' {
    const video = firstVideo(input);
    const audio = firstAudio(input);
    this.#wasDescribed = true;
    this.#isFinite = this.#source.protocol.startsWith('http') && hasKnownEnd(input);
    this.#facts = {
      width: video?.width ?? null,
      height: video?.height ?? null,
      frame_rate: video?.frameRate ?? null,
      video_codec: video?.codec ?? null,
      audio_codec: audio?.codec ?? null,
    };
    if (this.#source.kind !== 'stream') return 'fits';
    if (video !== undefined && video.width === undefined) return this.#lookAgain(wholeIntervalMs);
    if ((video === undefined || audio === undefined) && !this.#isSettled) {
      this.#isSettled = this.#analyzeMs >= secondLookMs;
      if (!this.#isSettled) return this.#lookAgain(secondLookMs);
    }
    this.#analyzeMs = quickAnalyzeMs;
    const wanted = planTake({ video: video?.codec, audio: this.#isSoundDead ? undefined : audio?.codec });
    const fits =
      wanted.video === this.#take.video &&
      (wanted.audio === this.#take.audio || (wanted.audio === 'none' && this.#take.audio === 'copy')) &&
      (video?.codec === 'hevc') === (this.#videoCodec === 'hevc');
    this.#videoCodec = video?.codec;
    this.#take = wanted;
    return fits ? 'fits' : 'reopen';
  }

  /** @returns `fits` when ffmpeg has looked that long already */
  #lookAgain(ms: number): 'fits' | 'reopen' {
    if (this.#analyzeMs >= ms) return 'fits';
    this.#analyzeMs = ms;
    return 'reopen';
  }

  /** Parameters of a track were not known when ffmpeg had to write the header: next time it looks longer. */
  lookLonger(): void {
    this.#analyzeMs = wholeIntervalMs;
  }

  /**
   * The source was open and nothing could be written. ffmpeg waits for the first packet of every track before it
   * writes; a sound track that is announced and never sent would cost the whole lesson, so it is left out.
   */
  nothingCame(): void {
    if (!this.#wasDescribed || this.#take.video === 'none') return;
    this.#isSoundDead = true;
    this.#take = { ...this.#take, audio: 'none' };
  }
}

/** What an FLV says of its length was true of whatever its encoder was fed with, not of the broadcast. */
export function hasKnownEnd(input: ProbedMedia): boolean {
  return input.container !== 'flv' && (input.durationSec ?? 0) > 0;
}

/** Screens and cameras deliver raw pictures and sound. */
function devicePlan(source: CaptureSource): TakePlan {
  const hasSound =
    (source.kind === 'screen' && source.audioDevice !== undefined) ||
    (source.kind === 'camera' && source.microphone !== undefined);
  return { video: 'encode', audio: hasSound ? 'encode' : 'none' };
}
