/**
 * What a teacher adds to a lesson: tags, notes, the wish to keep it for good, and files made to take away. Exports
 * have a lane of their own, since a person waits for them: the table of jobs is made anew to allow it.
 */
export const migration003 = /* sql */ `
-- JSON array, in the order the teacher gave.
ALTER TABLE recordings ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE recordings ADD COLUMN is_kept INTEGER NOT NULL DEFAULT 0 CHECK (is_kept IN (0, 1));
-- When it went to the trash by its age. It does so once: whoever takes it back wants to have it.
ALTER TABLE recordings ADD COLUMN expired_at TEXT;

CREATE TABLE notes (
  note_id TEXT PRIMARY KEY,
  recording_id TEXT NOT NULL REFERENCES recordings (recording_id) ON DELETE CASCADE,
  time REAL,
  text TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX notes_by_time ON notes (recording_id, time, note_id);

CREATE TABLE exports (
  export_id TEXT PRIMARY KEY,
  recording_id TEXT NOT NULL REFERENCES recordings (recording_id) ON DELETE CASCADE,
  job_id TEXT NOT NULL,
  title TEXT NOT NULL,
  start_time REAL NOT NULL,
  end_time REAL NOT NULL,
  resolution TEXT NOT NULL,
  filename TEXT NOT NULL,
  size_bytes INTEGER,
  created_at TEXT NOT NULL,
  finished_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX exports_by_recording ON exports (recording_id, export_id);
CREATE INDEX exports_by_job ON exports (job_id);

CREATE TABLE jobs_with_exports (
  job_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  lane TEXT NOT NULL CHECK (lane IN ('media','analysis','export')),
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
INSERT INTO jobs_with_exports SELECT job_id, kind, lane, recording_id, payload, dedupe_key, state, progress, attempts,
  run_at, created_at, started_at, finished_at, error_code, error_detail FROM jobs;
DROP TABLE jobs;
ALTER TABLE jobs_with_exports RENAME TO jobs;
CREATE UNIQUE INDEX one_pending_job_per_key ON jobs (dedupe_key) WHERE state IN ('queued','running');
CREATE INDEX jobs_to_run ON jobs (lane, run_at, job_id) WHERE state = 'queued';
CREATE INDEX jobs_by_state ON jobs (state, job_id);
CREATE INDEX jobs_by_recording ON jobs (recording_id, job_id);
`;
