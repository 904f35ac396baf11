/**
 * What is found out about lessons: screens with their text, the stages of the analysis, automatic chapters that were
 * thrown away. Downloads of models get a lane of jobs of their own: the table of jobs is made anew to allow it.
 */
export const migration005 = /* sql */ `
ALTER TABLE slides ADD COLUMN heading TEXT NOT NULL DEFAULT '';
ALTER TABLE slides ADD COLUMN width INTEGER NOT NULL DEFAULT 0;
ALTER TABLE slides ADD COLUMN height INTEGER NOT NULL DEFAULT 0;
-- NULL: its text has not been recognised yet.
ALTER TABLE slides ADD COLUMN read_at TEXT;
ALTER TABLE chapters ADD COLUMN confidence REAL;

-- Where somebody deleted or moved an automatic chapter: the next run leaves that place alone.
CREATE TABLE dismissed_chapters (
  recording_id TEXT NOT NULL REFERENCES recordings (recording_id) ON DELETE CASCADE,
  start_time REAL NOT NULL,
  PRIMARY KEY (recording_id, start_time)
) STRICT, WITHOUT ROWID;

-- One row per stage whose result is there.
CREATE TABLE analyses (
  recording_id TEXT NOT NULL REFERENCES recordings (recording_id) ON DELETE CASCADE,
  stage TEXT NOT NULL CHECK (stage IN ('slides','slide_text','speech','chapters','signals')),
  -- Of the method: a stage whose method is newer is made again.
  version INTEGER NOT NULL,
  models TEXT NOT NULL DEFAULT '[]',
  result TEXT NOT NULL DEFAULT '{}',
  finished_at TEXT NOT NULL,
  PRIMARY KEY (recording_id, stage)
) STRICT;

CREATE TABLE jobs_with_downloads (
  job_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  lane TEXT NOT NULL CHECK (lane IN ('media','analysis','export','download')),
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
INSERT INTO jobs_with_downloads SELECT job_id, kind, lane, recording_id, payload, dedupe_key, state, progress,
  attempts, run_at, created_at, started_at, finished_at, error_code, error_detail FROM jobs;
DROP TABLE jobs;
ALTER TABLE jobs_with_downloads RENAME TO jobs;
CREATE UNIQUE INDEX one_pending_job_per_key ON jobs (dedupe_key) WHERE state IN ('queued','running');
CREATE INDEX jobs_to_run ON jobs (lane, run_at, job_id) WHERE state = 'queued';
CREATE INDEX jobs_by_state ON jobs (state, job_id);
CREATE INDEX jobs_by_recording ON jobs (recording_id, job_id);
`;
