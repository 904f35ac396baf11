/** The ground: sessions and what happened in them, recordings with their takes, jobs, watches, settings. */
export const migration001 = /* sql */ `
CREATE TABLE sessions (
  session_id TEXT PRIMARY KEY,
  title TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  teacher_id TEXT,
  teacher_name TEXT NOT NULL DEFAULT '',
  class_name TEXT NOT NULL DEFAULT '',
  subject TEXT NOT NULL DEFAULT '',
  session_date TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_date ON sessions (session_date DESC, session_id);
CREATE INDEX sessions_by_teacher ON sessions (teacher_id, session_date DESC, session_id);
CREATE INDEX sessions_by_class ON sessions (class_name, session_date DESC, session_id);

CREATE TABLE students (
  session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
  student_id TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (session_id, student_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX students_by_student ON students (student_id);

CREATE TABLE recordings (
  row_id INTEGER PRIMARY KEY,
  recording_id TEXT NOT NULL UNIQUE,
  session_id TEXT NOT NULL REFERENCES sessions,
  title TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  teacher_id TEXT,
  teacher_name TEXT NOT NULL DEFAULT '',
  class_name TEXT NOT NULL DEFAULT '',
  subject TEXT NOT NULL DEFAULT '',
  session_date TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('starting','recording','reconnecting','paused','stopping','interrupted','processing','ready','failed')),
  origin TEXT NOT NULL DEFAULT 'live' CHECK (origin IN ('live','import')),
  protocol TEXT,
  source_url TEXT,
  source_sealed TEXT,
  max_duration_seconds REAL,
  created_at TEXT NOT NULL,
  started_at TEXT,
  stopped_at TEXT,
  last_data_at TEXT,
  duration_seconds REAL NOT NULL DEFAULT 0,
  size_bytes INTEGER NOT NULL DEFAULT 0,
  width INTEGER,
  height INTEGER,
  frame_rate REAL,
  video_codec TEXT,
  audio_codec TEXT,
  bitrate_kbps REAL NOT NULL DEFAULT 0,
  reconnects INTEGER NOT NULL DEFAULT 0,
  error_code TEXT,
  error_detail TEXT,
  deleted_at TEXT
) STRICT;
CREATE INDEX recordings_by_session ON recordings (session_id, created_at DESC);
CREATE INDEX recordings_by_created ON recordings (created_at DESC, recording_id) WHERE deleted_at IS NULL;
CREATE INDEX recordings_by_date ON recordings (session_date DESC, row_id DESC) WHERE deleted_at IS NULL;
CREATE INDEX recordings_by_teacher ON recordings (teacher_name, session_date DESC, row_id DESC) WHERE deleted_at IS NULL;
CREATE INDEX recordings_by_class ON recordings (class_name, session_date DESC, row_id DESC) WHERE deleted_at IS NULL;
CREATE INDEX recordings_by_subject ON recordings (subject, session_date DESC, row_id DESC) WHERE deleted_at IS NULL;
CREATE INDEX recordings_by_duration ON recordings (duration_seconds, row_id) WHERE deleted_at IS NULL;
CREATE INDEX recordings_by_title ON recordings (title, row_id) WHERE deleted_at IS NULL;
CREATE INDEX recordings_unfinished ON recordings (status, created_at) WHERE status <> 'ready';
CREATE INDEX recordings_in_trash ON recordings (deleted_at) WHERE deleted_at IS NOT NULL;
-- One running recording per session, whatever two requests at once believe.
CREATE UNIQUE INDEX one_active_recording_per_session ON recordings (session_id)
  WHERE status IN ('starting','recording','reconnecting','paused','stopping');

CREATE TABLE takes (
  recording_id TEXT NOT NULL REFERENCES recordings (recording_id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  file_key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('recording','complete','damaged')),
  started_at TEXT NOT NULL,
  ended_at TEXT,
  start_time REAL NOT NULL DEFAULT 0,
  duration_seconds REAL NOT NULL DEFAULT 0,
  size_bytes INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (recording_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE gaps (
  recording_id TEXT NOT NULL REFERENCES recordings (recording_id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  start_time REAL NOT NULL,
  end_time REAL NOT NULL,
  position REAL NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('source_lost','paused','recorder_stopped','source_changed','damaged')),
  PRIMARY KEY (recording_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE renditions (
  recording_id TEXT NOT NULL REFERENCES recordings (recording_id) ON DELETE CASCADE,
  name TEXT NOT NULL CHECK (name IN ('1080p','720p','480p','360p')),
  state TEXT NOT NULL CHECK (state IN ('queued','ready','failed')),
  width INTEGER,
  height INTEGER,
  video_codec TEXT,
  audio_codec TEXT,
  bitrate_kbps REAL NOT NULL DEFAULT 0,
  size_bytes INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (recording_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE chapters (
  chapter_id TEXT PRIMARY KEY,
  recording_id TEXT NOT NULL REFERENCES recordings (recording_id) ON DELETE CASCADE,
  start_time REAL NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  origin TEXT NOT NULL DEFAULT 'manual' CHECK (origin IN ('manual','automatic')),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX chapters_by_time ON chapters (recording_id, start_time, chapter_id);

CREATE TABLE slides (
  recording_id TEXT NOT NULL REFERENCES recordings (recording_id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  time REAL NOT NULL,
  end_time REAL NOT NULL,
  file_key TEXT NOT NULL,
  text TEXT NOT NULL DEFAULT '',
  blocks TEXT NOT NULL DEFAULT '[]',
  PRIMARY KEY (recording_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
  job_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  lane TEXT NOT NULL CHECK (lane IN ('media','analysis')),
  recording_id TEXT,
  payload TEXT NOT NULL,
  dedupe_key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued','running','done','failed','cancelled')),
  progress REAL NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  run_at TEXT NOT NULL,
  created_at TEXT NOT NULL,
  started_at TEXT,
  finished_at TEXT,
  error_code TEXT,
  error_detail TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX one_pending_job_per_key ON jobs (dedupe_key) WHERE state IN ('queued','running');
CREATE INDEX jobs_to_run ON jobs (lane, run_at, job_id) WHERE state = 'queued';
CREATE INDEX jobs_by_state ON jobs (state, job_id);
CREATE INDEX jobs_by_recording ON jobs (recording_id, job_id);

CREATE TABLE chat_messages (
  session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
  message_id TEXT NOT NULL,
  sender_id TEXT NOT NULL,
  sender_role TEXT NOT NULL CHECK (sender_role IN ('student','teacher')),
  text TEXT NOT NULL,
  sent_at TEXT NOT NULL,
  PRIMARY KEY (session_id, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX chat_by_time ON chat_messages (session_id, sent_at, message_id);
CREATE INDEX chat_by_sender ON chat_messages (sender_id);

CREATE TABLE quiz_responses (
  session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
  response_id TEXT NOT NULL,
  quiz_id TEXT NOT NULL,
  question TEXT NOT NULL,
  student_id TEXT NOT NULL,
  is_correct INTEGER NOT NULL CHECK (is_correct IN (0, 1)),
  response_time_ms INTEGER NOT NULL,
  answered_at TEXT NOT NULL,
  PRIMARY KEY (session_id, response_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX quiz_by_student ON quiz_responses (student_id);

CREATE TABLE attendance (
  session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
  student_id TEXT NOT NULL,
  joined_at TEXT NOT NULL,
  left_at TEXT,
  PRIMARY KEY (session_id, student_id, joined_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX attendance_by_student ON attendance (student_id);

CREATE TABLE screenshots (
  screenshot_id TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
  student_id TEXT,
  taken_at TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  file_key TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  UNIQUE (session_id, taken_at, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX screenshots_by_student ON screenshots (student_id);

CREATE TABLE watches (
  watch_id TEXT PRIMARY KEY,
  stream_url TEXT NOT NULL,
  stream_sealed TEXT NOT NULL,
  session_template TEXT NOT NULL,
  days TEXT NOT NULL,
  from_time TEXT NOT NULL,
  to_time TEXT NOT NULL,
  enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
  created_at TEXT NOT NULL,
  last_checked_at TEXT,
  recording_id TEXT,
  error_code TEXT,
  error_detail TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL,
  changes TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE erasures (
  erasure_id TEXT PRIMARY KEY,
  subject_hash TEXT NOT NULL,
  erased_at TEXT NOT NULL,
  counts TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
