/** Test recordings, saved sources, and the totals of the library without reading its rows. */
export const migration004 = /* sql */ `
ALTER TABLE recordings ADD COLUMN is_test INTEGER NOT NULL DEFAULT 0 CHECK (is_test IN (0, 1));
CREATE INDEX recordings_tests ON recordings (created_at) WHERE is_test = 1;
-- Leads with a column that nothing is looked up by: it is there to be read from end to end.
CREATE INDEX recordings_totals ON recordings (size_bytes, duration_seconds, deleted_at, is_test);

CREATE TABLE saved_sources (
  source_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  stream_url TEXT NOT NULL,
  stream_sealed TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
