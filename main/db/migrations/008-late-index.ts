/**
 * Sessions whose chat has grown since it was last indexed: its words are written into the index when somebody searches,
 * or a little later, not with every message. Written with the message, so that a killed program forgets none.
 */
export const migration008 = /* sql */ `
CREATE TABLE unindexed_sessions (
  session_id TEXT PRIMARY KEY REFERENCES sessions ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
`;
