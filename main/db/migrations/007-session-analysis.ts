/**
 * What is found out about a class session: readings of its chat, the cached result, the teacher's notes about pupils;
 * and a number per session that grows with every change of what the result rests on. Its jobs get a lane of their own,
 * since somebody waits for them: the table of jobs is made anew to allow it.
 */

/** Rows that belong to a session by their own column. */
const bySession = ['students', 'chat_messages', 'quiz_responses', 'attendance'];
/** Rows that belong to a recording of it. A recording that goes with them counts itself. */
const byRecording = ['gaps', 'chapters', 'slides', 'analyses'];

function grow(session: string): string {
  return `UPDATE session_revisions SET revision = revision + 1 WHERE session_id = ${session};`;
}

function triggers(table: string, sessionOf: (row: 'NEW' | 'OLD') => string): string {
  return (['INSERT', 'UPDATE', 'DELETE'] as const)
    .map(
      (event) =>
        `CREATE TRIGGER ${table}_${event.toLowerCase()}_grows_revision AFTER ${event} ON ${table} BEGIN
          ${grow(sessionOf(event === 'DELETE' ? 'OLD' : 'NEW'))} END;`,
    )
    .join('\n');
}

export const migration007 = /* sql */ `
CREATE TABLE session_revisions (
  session_id TEXT PRIMARY KEY REFERENCES sessions ON DELETE CASCADE,
  revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO session_revisions SELECT session_id, 1 FROM sessions;
CREATE TRIGGER sessions_get_a_revision AFTER INSERT ON sessions BEGIN
  INSERT INTO session_revisions VALUES (NEW.session_id, 1);
END;
CREATE TRIGGER sessions_update_grows_revision AFTER UPDATE ON sessions BEGIN ${grow('NEW.session_id')} END;
${bySession.map((table) => triggers(table, (row) => `${row}.session_id`)).join('\n')}
${byRecording
  .map((table) =>
    triggers(table, (row) => `(SELECT session_id FROM recordings WHERE recording_id = ${row}.recording_id)`),
  )
  .join('\n')}
-- Sizes and durations of a running lesson are written all the time: they count once it has ended.
CREATE TRIGGER recordings_insert_grows_revision AFTER INSERT ON recordings BEGIN ${grow('NEW.session_id')} END;
CREATE TRIGGER recordings_delete_grows_revision AFTER DELETE ON recordings BEGIN ${grow('OLD.session_id')} END;
CREATE TRIGGER recordings_update_grows_revision
  AFTER UPDATE OF status, started_at, deleted_at, is_test, title, duration_seconds ON recordings
  WHEN NEW.started_at IS NOT OLD.started_at OR NEW.deleted_at IS NOT OLD.deleted_at OR NEW.title IS NOT OLD.title
    OR NEW.is_test IS NOT OLD.is_test OR NEW.status IS NOT OLD.status
    OR (NEW.status IN ('processing', 'ready') AND NEW.duration_seconds IS NOT OLD.duration_seconds)
  BEGIN ${grow('NEW.session_id')} END;

CREATE TABLE chat_readings (
  session_id TEXT NOT NULL,
  message_id TEXT NOT NULL,
  is_flagged INTEGER NOT NULL CHECK (is_flagged IN (0, 1)),
  reading TEXT NOT NULL,
  PRIMARY KEY (session_id, message_id),
  FOREIGN KEY (session_id, message_id) REFERENCES chat_messages ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX chat_readings_flagged ON chat_readings (session_id, message_id) WHERE is_flagged = 1;

CREATE TABLE session_analyses (
  session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
  -- What was taken into account.
  variant TEXT NOT NULL,
  -- Of the session's data, from session_revisions.
  revision INTEGER NOT NULL,
  -- What it was made with: a result of another method is made again.
  method TEXT NOT NULL,
  result TEXT NOT NULL,
  finished_at TEXT NOT NULL,
  PRIMARY KEY (session_id, variant)
) STRICT;

CREATE TABLE student_notes (
  session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
  student_id TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  is_done INTEGER NOT NULL DEFAULT 0 CHECK (is_done IN (0, 1)),
  updated_at TEXT NOT NULL,
  PRIMARY KEY (session_id, student_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX student_notes_by_student ON student_notes (student_id);

CREATE TABLE jobs_with_sessions (
  job_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  lane TEXT NOT NULL CHECK (lane IN ('media','analysis','export','download','session')),
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
INSERT INTO jobs_with_sessions SELECT job_id, kind, lane, recording_id, payload, dedupe_key, state, progress,
  attempts, run_at, created_at, started_at, finished_at, error_code, error_detail FROM jobs;
DROP TABLE jobs;
ALTER TABLE jobs_with_sessions RENAME TO jobs;
CREATE UNIQUE INDEX one_pending_job_per_key ON jobs (dedupe_key) WHERE state IN ('queued','running');
CREATE INDEX jobs_to_run ON jobs (lane, run_at, job_id, kind) WHERE state = 'queued';
CREATE INDEX jobs_by_state ON jobs (state, job_id);
CREATE INDEX jobs_by_recording ON jobs (recording_id, job_id);
`;
