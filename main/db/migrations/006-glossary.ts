/** The school's own words: terms of its lessons, words that are never topics, words that are allowed in its chats. */
export const migration006 = /* sql */ `
-- One row; lists are JSON arrays in the order in which they were given. They are read and replaced whole.
CREATE TABLE glossary (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  terms TEXT NOT NULL DEFAULT '[]',
  never_keywords TEXT NOT NULL DEFAULT '[]',
  allowed_words TEXT NOT NULL DEFAULT '[]',
  updated_at TEXT NOT NULL
) STRICT;
`;
