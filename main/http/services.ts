/**
 * What the HTTP layer needs of the rest of the program, area by area, as narrow function types. The classes behind
 * them are assigned structurally in app.ts; nothing here knows how they work. Every function rejects with an AppError
 * whose code is in contract/errors.ts; shapes are the contract's.
 */
import type {
  BackupList,
  BackupState,
  backupJobReplySchema,
  runBackupSchema,
} from '../../contract/backup.ts';
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Model, installModelReplySchema } from '../../contract/analysis.ts';
import type {
  AnalysisStage,
  LessonAnalysis,
  LessonSpeech,
  analyzeLessonReplySchema,
} from '../../contract/analysis.ts';
import type {
  LessonSignals,
  ScreenshotAnalysis,
  analyzeScreenshotQuerySchema,
} from '../../contract/analysis.ts';
import type {
  Job,
  clearJobsQuerySchema,
  clearJobsReplySchema,
  jobListReplySchema,
  listJobsQuerySchema,
} from '../../contract/jobs.ts';
import type {
  PreviewEventName,
  ProbeReply,
  RecordingStatusReply,
  SavedSource,
  StartRecording,
  Watch,
  deletedReplySchema,
  listRecordingsQuerySchema,
  previewEventSchemas,
  recordingListReplySchema,
  savedSourceChangeSchema,
  savedSourceRequestSchema,
  sessionRecordingsReplySchema,
  sourcesReplySchema,
  startRecordingReplySchema,
  statusReplySchema,
  stopRecordingReplySchema,
  watchChangeSchema,
  watchRequestSchema,
} from '../../contract/recording.ts';
import type { SystemHealth, healthReportQuerySchema } from '../../contract/health.ts';
import type { SearchQuery, SearchReply } from '../../contract/search.ts';
import type { SettingsReply } from '../../contract/settings.ts';
import type { readyReplySchema, systemReplySchema } from '../../contract/system.ts';
import type {
  Chapter,
  LessonChatReply,
  LessonExport,
  LessonInfo,
  Note,
  RenditionName,
  Slide,
  changeChapterSchema,
  changeLessonSchema,
  changeNoteSchema,
  createChapterReplySchema,
  createChapterSchema,
  createExportSchema,
  createNoteSchema,
  downloadQuerySchema,
  exportListReplySchema,
  importFieldsSchema,
  importReplySchema,
  lessonChatQuerySchema,
  listExportsQuerySchema,
  sessionVideosQuerySchema,
  streamQuerySchema,
  waveformSchema,
} from '../../contract/vod.ts';
import type {
  ChatService,
  GlossaryService,
  SessionAnalysisService,
  SessionExportService,
  SessionFeedbackService,
  SessionService,
  StudentService,
} from './class-services.ts';

/** A file, or the part of a growing one that exists now, from which byte ranges can be read. */
export type RangedFile = {
  /** Bytes that can be read now. */
  size: number;
  /** Strong validator with its quotes, e.g. `"abc"`; must change with the content. */
  etag: string;
  lastModified: Date;
  contentType: string;
  /** Defaults to `private, max-age=0, must-revalidate`. */
  cacheControl?: string | undefined;
  /** Bytes `start` to `end`, both inclusive. Only called when a body is sent; the reader destroys it when done. */
  openRange(start: number, end: number): Readable;
  /**
   * The same in one piece, for parts of a few hundred kB; less work than a stream. The bytes are lent until `release`.
   * @throws AppError media_missing
   */
  readRange?(start: number, end: number): Promise<{ bytes: Buffer; release: () => void }>;
};

/** A small reply that is not JSON: playlist, WebVTT. */
export type TextReply = { body: string; contentType: string; cacheControl: string };

/** A picture held in memory. */
export type Picture = {
  body: Buffer;
  contentType: string;
  cacheControl: string;
  /** It will soon look otherwise: nobody keeps it for others. */
  isPassing?: boolean;
};

export type Download = {
  file: RangedFile;
  /** Suggested name, any characters. */
  filename: string;
  /** Called once after the reply has ended or the client went away; removes what was made for it. */
  release(): void | Promise<void>;
};

/** RecordingManager. */
export type RecordingService = {
  startRecording(request: StartRecording): Promise<z.infer<typeof startRecordingReplySchema>>;
  stopRecording(recordingId: string): Promise<z.infer<typeof stopRecordingReplySchema>>;
  getRecordingStatus(recordingId: string): Promise<RecordingStatusReply>;
  /** Whether it is being recorded now; a look, no query. */
  isRecording(recordingId: string): boolean;
  /** Recordings of one session, newest first; empty when there are none. */
  listRecordings(sessionId: string): Promise<z.infer<typeof sessionRecordingsReplySchema>>;
  /** All recordings, newest first. */
  listAllRecordings(
    query: z.infer<typeof listRecordingsQuerySchema>,
  ): Promise<z.infer<typeof recordingListReplySchema>>;
  deleteRecording(
    recordingId: string,
    options: { permanent: boolean },
  ): Promise<z.infer<typeof deletedReplySchema>>;
  restoreRecording(recordingId: string): Promise<z.infer<typeof statusReplySchema>>;
  pauseRecording(recordingId: string): Promise<z.infer<typeof statusReplySchema>>;
  resumeRecording(recordingId: string): Promise<z.infer<typeof statusReplySchema>>;
  /** @param signal fires when the client went away */
  probeSource(streamUrl: string, signal: AbortSignal): Promise<ProbeReply>;
  /**
   * Resolves when the source is being opened; what `listener` is told last is `end`.
   * @param signal fires when the client went away
   */
  previewSource(
    streamUrl: string,
    listener: <N extends PreviewEventName>(
      name: N,
      payload: z.infer<(typeof previewEventSchemas)[N]>,
    ) => void,
    signal: AbortSignal,
  ): Promise<void>;
  listSources(): Promise<z.infer<typeof sourcesReplySchema>>;
};

/** Addresses kept under a name. */
export type SavedSourceService = {
  /** By name. */
  list(): Promise<SavedSource[]>;
  add(request: z.infer<typeof savedSourceRequestSchema>): Promise<SavedSource>;
  /** @throws AppError source_not_saved */
  change(sourceId: string, change: z.infer<typeof savedSourceChangeSchema>): Promise<SavedSource>;
  /** @throws AppError source_not_saved */
  remove(sourceId: string): Promise<void>;
};

export type WatchService = {
  listWatches(): Promise<Watch[]>;
  addWatch(request: z.infer<typeof watchRequestSchema>): Promise<Watch>;
  /** @throws AppError watch_not_found */
  changeWatch(watchId: string, change: z.infer<typeof watchChangeSchema>): Promise<Watch>;
  /** @throws AppError watch_not_found */
  removeWatch(watchId: string): Promise<void>;
};

/** VODStorage. */
export type VodService = {
  getVideoInfo(recordingId: string): Promise<LessonInfo>;
  listVideosBySession(
    sessionId: string,
    query: z.infer<typeof sessionVideosQuerySchema>,
  ): Promise<LessonInfo[]>;
  changeLesson(recordingId: string, change: z.infer<typeof changeLessonSchema>): Promise<LessonInfo>;
  /**
   * HLS master or media playlist, or DASH manifest. Media URIs point at
   * `/api/vod/{recording_id}/media/{rendition}/take-001.mp4`.
   */
  stream(recordingId: string, query: z.infer<typeof streamQuerySchema>): Promise<TextReply>;
  /** @param seq 1-based number of the take */
  mediaFile(recordingId: string, rendition: RenditionName, seq: number): Promise<RangedFile>;
  /** @param options `accept` is the request's Accept header, for WebP or AVIF */
  thumbnail(
    recordingId: string,
    options: { time?: number | undefined; width?: number | undefined; accept: string },
  ): Promise<Picture>;
  trickplayVtt(recordingId: string): Promise<TextReply>;
  /** @param number of the sheet, as `trickplayVtt` names it */
  trickplayImage(recordingId: string, number: number): Promise<Picture>;
  waveform(recordingId: string): Promise<z.infer<typeof waveformSchema>>;
  /** @param signal fires when the client went away before the file was made */
  download(
    recordingId: string,
    query: z.infer<typeof downloadQuerySchema>,
    signal: AbortSignal,
  ): Promise<Download>;
  slides(recordingId: string): Promise<Slide[]>;
  slideImage(recordingId: string, seq: number, width: number | undefined): Promise<Picture>;
  /** Chat that was written while the lesson ran, by time. */
  listLessonChat(recordingId: string, query: z.infer<typeof lessonChatQuerySchema>): Promise<LessonChatReply>;
  /** Takes over the file at `uploadPath` when it resolves; when it rejects the caller removes the file. */
  importVideo(upload: {
    fields: z.infer<typeof importFieldsSchema>;
    uploadPath: string;
    /** As the client named it; for people, never a path. */
    filename: string;
  }): Promise<z.infer<typeof importReplySchema>>;
};

export type ChapterService = {
  createChapter(
    recordingId: string,
    chapter: z.infer<typeof createChapterSchema>,
  ): Promise<z.infer<typeof createChapterReplySchema>>;
  /** By time. */
  listChapters(recordingId: string): Promise<Chapter[]>;
  changeChapter(
    recordingId: string,
    chapterId: string,
    change: z.infer<typeof changeChapterSchema>,
  ): Promise<Chapter>;
  deleteChapter(recordingId: string, chapterId: string): Promise<void>;
  chaptersVtt(recordingId: string): Promise<TextReply>;
};

/** The teacher's notes of a lesson. */
export type NoteService = {
  listNotes(recordingId: string): Promise<Note[]>;
  createNote(recordingId: string, note: z.infer<typeof createNoteSchema>): Promise<Note>;
  changeNote(recordingId: string, noteId: string, change: z.infer<typeof changeNoteSchema>): Promise<Note>;
  deleteNote(recordingId: string, noteId: string): Promise<void>;
};

/** LessonAnalysis. */
export type AnalysisService = {
  status(recordingId: string): Promise<LessonAnalysis>;
  /** @param stages default: all that are on */
  rerun(
    recordingId: string,
    stages?: readonly AnalysisStage[],
  ): Promise<z.infer<typeof analyzeLessonReplySchema>>;
  /** @throws AppError analysis_not_ready */
  speech(recordingId: string): Promise<LessonSpeech>;
};

export type ExportService = {
  create(recordingId: string, wanted: z.infer<typeof createExportSchema>): Promise<LessonExport>;
  /** Newest first. */
  list(query: z.infer<typeof listExportsQuerySchema>): Promise<z.infer<typeof exportListReplySchema>>;
  /** @throws AppError export_not_found */
  get(exportId: string): Promise<LessonExport>;
  /** @throws AppError export_not_found, export_not_ready */
  file(exportId: string): Promise<{ file: RangedFile; filename: string }>;
  /** @throws AppError export_not_found */
  remove(exportId: string): Promise<void>;
};

export type SearchService = {
  /**
   * `reply`: JSON as it leaves, or what it is made of. `families`: of what the words were found by, beside those of every
   * list of lessons.
   * @throws AppError validation_failed when the cursor is not one of ours; overloaded
   */
  search(query: SearchQuery): Promise<{
    reply: SearchReply | Buffer;
    nextCursor: string | null;
    recordingIds: string[];
    families: string[];
  }>;
};

/** ScreenshotAnalyzer. */
export type ScreenshotService = {
  /** @throws AppError payload_too_large, unsupported_media_type, image_unreadable, model_missing, analysis_failed */
  analyze(
    image: Uint8Array,
    options: {
      text: boolean;
      language?: z.infer<typeof analyzeScreenshotQuerySchema>['lang'];
      /** Fires when the client went away. */
      signal?: AbortSignal;
    },
  ): Promise<ScreenshotAnalysis>;
};

export type SignalService = {
  /** @throws AppError recording_not_found, analysis_not_ready */
  lessonSignals(recordingId: string): Promise<LessonSignals>;
  /** A frame that a moment rests on. @throws AppError recording_not_found, not_found */
  evidence(recordingId: string, name: string): Promise<Picture>;
};

export type JobService = {
  list(query: z.infer<typeof listJobsQuerySchema>): Promise<z.infer<typeof jobListReplySchema>>;
  get(jobId: string): Promise<Job>;
  cancel(jobId: string): Promise<Job>;
  retry(jobId: string): Promise<Job>;
  clear(query: z.infer<typeof clearJobsQuerySchema>): Promise<z.infer<typeof clearJobsReplySchema>>;
};

export type SettingsService = {
  getSettings(): SettingsReply | Promise<SettingsReply>;
  /** @param change any part of the settings; @throws AppError settings_invalid, setting_locked */
  changeSettings(change: Record<string, unknown>): Promise<SettingsReply>;
};

export type SystemService = {
  /** The verdicts of /readyz; never rejects for a failing check. */
  readiness(): Promise<z.infer<typeof readyReplySchema>['checks']>;
  systemInfo(): Promise<z.infer<typeof systemReplySchema>>;
};

/** What Prometheus reads. */
export type MetricsService = {
  /** All series in its text format. */
  exposition(): Promise<{ body: string; contentType: string }>;
};

export type HealthService = {
  /** Never rejects for a part that is not well. */
  check(): Promise<SystemHealth>;
  report(
    wanted: z.infer<typeof healthReportQuerySchema>,
  ): Promise<{ body: string; contentType: string; filename: string }>;
};

export type BackupService = {
  /** Never rejects for a place that cannot be used: that is said. */
  state(): Promise<BackupState>;
  /** @throws AppError backup_target_missing and other backup_… */
  list(): Promise<BackupList>;
  /** @throws AppError backup_target_missing when no place was set, backup_passphrase_needed */
  run(request: z.infer<typeof runBackupSchema>): Promise<z.infer<typeof backupJobReplySchema>>;
  check(): Promise<z.infer<typeof backupJobReplySchema>>;
  setPassphrase(passphrase: string | null): Promise<BackupState>;
};

/** The models of the analysis. */
export type ModelService = {
  list(): Promise<Model[]>;
  install(name: string): Promise<z.infer<typeof installModelReplySchema>>;
  /** @param file path of an uploaded file, which stays the caller's */
  installFile(name: string, file: string): Promise<void>;
  remove(name: string): Promise<void>;
  fit(name: string): Promise<z.infer<typeof installModelReplySchema>>;
};

export type Services = {
  system: SystemService;
  metrics: MetricsService;
  health: HealthService;
  settings: SettingsService;
  jobs: JobService;
  recording: RecordingService;
  savedSources: SavedSourceService;
  watches: WatchService;
  vod: VodService;
  chapters: ChapterService;
  notes: NoteService;
  analysis: AnalysisService;
  exports: ExportService;
  search: SearchService;
  sessions: SessionService;
  students: StudentService;
  models: ModelService;
  backup: BackupService;
  screenshots: ScreenshotService;
  signals: SignalService;
  sessionAnalysis: SessionAnalysisService;
  sessionFeedback: SessionFeedbackService;
  sessionExport: SessionExportService;
  chat: ChatService;
  glossary: GlossaryService;
};
