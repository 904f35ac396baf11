/**
 * The tables as Kysely sees them. Times are ISO 8601 UTC text, durations and positions seconds (REAL), sizes bytes,
 * booleans 0/1. The SQL itself is in migrations/.
 */
import type { Generated } from 'kysely';
import type { AnalysisStage } from '../../contract/analysis.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import type { JobKind, JobLane, JobState } from '../../contract/jobs.ts';
import type { Gap, RecordingStatus } from '../../contract/recording.ts';
import type { RenditionName } from '../../contract/vod.ts';

export type SessionsTable = {
  session_id: string;
  title: string;
  description: string;
  teacher_id: string | null;
  teacher_name: string;
  class_name: string;
  subject: string;
  session_date: string;
  created_at: string;
  updated_at: string;
};

export type StudentsTable = { session_id: string; student_id: string; name: string };

export type RecordingsTable = {
  /** Integer key of the full-text index. */
  row_id: Generated<number>;
  recording_id: string;
  session_id: string;
  title: string;
  description: string;
  /** The four below repeat the session's, so that every filter is answered by one composite index. */
  teacher_id: string | null;
  teacher_name: string;
  class_name: string;
  subject: string;
  session_date: string;
  status: RecordingStatus;
  origin: 'live' | 'import';
  protocol: string | null;
  /** Credentials and stream keys removed. */
  source_url: string | null;
  /** The full address, sealed with the data folder's key; null once the lesson has ended. */
  source_sealed: string | null;
  max_duration_seconds: number | null;
  created_at: string;
  started_at: string | null;
  stopped_at: string | null;
  last_data_at: string | null;
  duration_seconds: number;
  size_bytes: number;
  width: number | null;
  height: number | null;
  frame_rate: number | null;
  video_codec: string | null;
  audio_codec: string | null;
  bitrate_kbps: number;
  reconnects: number;
  error_code: ErrorCode | null;
  error_detail: string | null;
  deleted_at: string | null;
  /** A trial before class: kept out of lists and search. */
  is_test: Generated<number>;
  /** JSON array of the teacher's tags, in their order. */
  tags: Generated<string>;
  /** 1: age never puts it into the trash. */
  is_kept: Generated<number>;
  /** When its age put it into the trash; that happens once. */
  expired_at: Generated<string | null>;
};

export type TakesTable = {
  recording_id: string;
  seq: number;
  /** Key in the file store, e.g. `lessons/<recording_id>/take-001.mp4`. */
  file_key: string;
  state: 'recording' | 'complete' | 'damaged';
  /** Wall clock of the first sample. */
  started_at: string;
  ended_at: string | null;
  /** Position of the take in the lesson, seconds. */
  start_time: number;
  duration_seconds: number;
  size_bytes: number;
};

export type GapsTable = {
  recording_id: string;
  seq: number;
  start_time: number;
  end_time: number;
  position: number;
  reason: Gap['reason'];
};

export type RenditionsTable = {
  recording_id: string;
  name: Exclude<RenditionName, 'source'>;
  state: 'queued' | 'ready' | 'failed';
  width: number | null;
  height: number | null;
  video_codec: string | null;
  audio_codec: string | null;
  bitrate_kbps: number;
  size_bytes: number;
};

export type ChaptersTable = {
  chapter_id: string;
  recording_id: string;
  start_time: number;
  title: string;
  description: string;
  origin: 'manual' | 'automatic';
  /** Of automatic ones, 0–1. */
  confidence: Generated<number | null>;
  created_at: string;
  updated_at: string;
};

/** What the teacher wrote down; `time` null: about the whole lesson. */
/** One row; lists are JSON arrays. */
export type GlossaryTable = {
  id: number;
  terms: string;
  never_keywords: string;
  allowed_words: string;
  updated_at: string;
};

export type NotesTable = {
  note_id: string;
  recording_id: string;
  time: number | null;
  text: string;
  created_at: string;
  updated_at: string;
};

/** Files made to take away. `size_bytes` and `finished_at` are null until the file is there. */
export type ExportsTable = {
  export_id: string;
  recording_id: string;
  job_id: string;
  title: string;
  start_time: number;
  end_time: number;
  resolution: RenditionName;
  filename: string;
  size_bytes: number | null;
  created_at: string;
  finished_at: string | null;
};

export type SlidesTable = {
  recording_id: string;
  seq: number;
  time: number;
  end_time: number;
  file_key: string;
  text: string;
  /** JSON array of recognised lines. */
  blocks: string;
  heading: Generated<string>;
  /** Of the picture, px. */
  width: Generated<number>;
  height: Generated<number>;
  /** null: its text has not been recognised yet. */
  read_at: Generated<string | null>;
};

/** Where somebody deleted or moved an automatic chapter. */
export type DismissedChaptersTable = { recording_id: string; start_time: number };

/** A stage of a lesson's analysis whose result is there. */
export type AnalysesTable = {
  recording_id: string;
  stage: AnalysisStage;
  /** Of the method. */
  version: number;
  /** JSON array of `{name, version}`. */
  models: Generated<string>;
  /** JSON; its shape is the stage's own. */
  result: Generated<string>;
  finished_at: string;
};

export type JobsTable = {
  job_id: string;
  kind: JobKind;
  lane: JobLane;
  recording_id: string | null;
  payload: string;
  /** At most one queued or running job per key. */
  dedupe_key: string;
  state: JobState;
  progress: number;
  attempts: number;
  /** Not before this time (backoff). */
  run_at: string;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  error_code: ErrorCode | null;
  error_detail: string | null;
};

export type ChatMessagesTable = {
  session_id: string;
  message_id: string;
  sender_id: string;
  sender_role: 'student' | 'teacher';
  text: string;
  sent_at: string;
};

export type QuizResponsesTable = {
  session_id: string;
  response_id: string;
  quiz_id: string;
  question: string;
  student_id: string;
  is_correct: number;
  response_time_ms: number;
  answered_at: string;
};

export type AttendanceTable = {
  session_id: string;
  student_id: string;
  joined_at: string;
  left_at: string | null;
};

/** What was read out of a message. */
export type ChatReadingsTable = {
  session_id: string;
  message_id: string;
  /** Spam or abuse. */
  is_flagged: number;
  /** JSON. */
  reading: string;
};

/** Grows with every change of what is known about a session. */
export type SessionRevisionsTable = { session_id: string; revision: number };

/** The cached result of a session's analysis. */
export type SessionAnalysesTable = {
  session_id: string;
  /** What was taken into account. */
  variant: string;
  revision: number;
  /** What it was made with. */
  method: string;
  /** JSON; its shape is the analysis's own. */
  result: string;
  finished_at: string;
};

/** The teacher's own words about a pupil in a session. */
export type StudentNotesTable = {
  session_id: string;
  student_id: string;
  note: string;
  is_done: number;
  updated_at: string;
};

export type ScreenshotsTable = {
  screenshot_id: string;
  session_id: string;
  student_id: string | null;
  taken_at: string;
  /** SHA-256 of the picture: the same picture of the same moment again is a no-op. */
  sha256: string;
  file_key: string;
  width: number;
  height: number;
  size_bytes: number;
};

export type WatchesTable = {
  watch_id: string;
  stream_url: string;
  stream_sealed: string;
  /** JSON of the lesson fields. */
  session_template: string;
  /** JSON array of weekdays. */
  days: string;
  from_time: string;
  to_time: string;
  enabled: number;
  created_at: string;
  last_checked_at: string | null;
  recording_id: string | null;
  error_code: ErrorCode | null;
  error_detail: string | null;
};

export type SavedSourcesTable = {
  source_id: string;
  name: string;
  /** Credentials and stream keys removed. */
  stream_url: string;
  /** The full address, sealed with the data folder's key. */
  stream_sealed: string;
  created_at: string;
};

export type SettingsTable = { id: 1; version: number; changes: string; updated_at: string };

/** That someone's data was erased, without saying whose: the id is a keyed hash. */
export type ErasuresTable = { erasure_id: string; subject_hash: string; erased_at: string; counts: string };

/** Under which row id of the full-text index a recording stands now. */
export type LessonTextKeysTable = { row_id: number; text_id: number };

/** Distinct words of the library, to find what a typo meant. */
export type LessonWordsTable = { word_id: Generated<number>; word: string };

export type Database = {
  sessions: SessionsTable;
  students: StudentsTable;
  recordings: RecordingsTable;
  takes: TakesTable;
  gaps: GapsTable;
  renditions: RenditionsTable;
  chapters: ChaptersTable;
  notes: NotesTable;
  glossary: GlossaryTable;
  exports: ExportsTable;
  slides: SlidesTable;
  dismissed_chapters: DismissedChaptersTable;
  analyses: AnalysesTable;
  jobs: JobsTable;
  chat_messages: ChatMessagesTable;
  quiz_responses: QuizResponsesTable;
  attendance: AttendanceTable;
  chat_readings: ChatReadingsTable;
  session_revisions: SessionRevisionsTable;
  session_analyses: SessionAnalysesTable;
  student_notes: StudentNotesTable;
  screenshots: ScreenshotsTable;
  watches: WatchesTable;
  saved_sources: SavedSourcesTable;
  settings: SettingsTable;
  erasures: ErasuresTable;
  unindexed_sessions: { session_id: string };
  lesson_text_keys: LessonTextKeysTable;
  lesson_words: LessonWordsTable;
};
