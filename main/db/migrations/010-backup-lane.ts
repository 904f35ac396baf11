/** Backups get a lane of jobs of their own, since they may take hours: the table of jobs is made anew to allow it. */
export const migration010 = /* sql */ `
CREATE TABLE jobs_with_backups (
  job_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  lane TEXT NOT NULL CHECK (lane IN ('media','analysis','export','download','session','backup')),
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
INSERT INTO jobs_with_backups SELECT job_id, kind, lane, recording_id, payload, dedupe_key, state, progress,
  attempts, run_at, created_at, started_at, finished_at, error_code, error_detail FROM jobs;
DROP TABLE jobs;
ALTER TABLE jobs_with_backups RENAME TO jobs;
CREATE UNIQUE INDEX one_pending_job_per_key ON jobs (dedupe_key) WHERE state IN ('queued','running');
CREATE INDEX jobs_to_run ON jobs (lane, run_at, job_id, kind) WHERE state = 'queued';
CREATE INDEX jobs_by_state ON jobs (state, job_id);
CREATE INDEX jobs_by_recording ON jobs (recording_id, job_id);
`;
