/**
 * Full text of the library. The texts arrive pre-cut (db/search-text.ts): Korean as syllable pairs, so unicode61 only
 * has to split at spaces. Contentless: the rows themselves are the content, and `contentless_delete` allows replacing
 * one by its row id. The row id puts the lesson's date in front of the recording's row id, so walking the index
 * backwards is walking the lessons from the newest, and a range of dates is a range of row ids.
 */
export const migration002 = /* sql */ `
CREATE VIRTUAL TABLE lesson_text USING fts5(
  title, people, chapters, slides, chat, description, marks, initials,
  content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2"
);

-- Under which row id of lesson_text a recording stands now.
CREATE TABLE lesson_text_keys (row_id INTEGER PRIMARY KEY, text_id INTEGER NOT NULL) STRICT;
CREATE TRIGGER lesson_text_goes_with_its_recording AFTER DELETE ON recordings BEGIN
  DELETE FROM lesson_text WHERE rowid = (SELECT text_id FROM lesson_text_keys WHERE row_id = OLD.row_id);
  DELETE FROM lesson_text_keys WHERE row_id = OLD.row_id;
END;

-- Distinct words of titles, names, chapters, slides and descriptions (never of chat), to find what a typo meant.
CREATE TABLE lesson_words (word_id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE) STRICT;
CREATE VIRTUAL TABLE lesson_word_letters USING fts5(
  letters, content='', columnsize=0, tokenize="unicode61 remove_diacritics 0"
);

-- Each filter together with each order.
CREATE INDEX recordings_by_teacher_id ON recordings (teacher_id, session_date DESC, row_id DESC) WHERE deleted_at IS NULL;
CREATE INDEX recordings_by_teacher_duration ON recordings (teacher_name, duration_seconds, row_id) WHERE deleted_at IS NULL;
CREATE INDEX recordings_by_class_duration ON recordings (class_name, duration_seconds, row_id) WHERE deleted_at IS NULL;
CREATE INDEX recordings_by_subject_duration ON recordings (subject, duration_seconds, row_id) WHERE deleted_at IS NULL;
CREATE INDEX recordings_by_class_title ON recordings (class_name, title, row_id) WHERE deleted_at IS NULL;
CREATE INDEX recordings_by_subject_title ON recordings (subject, title, row_id) WHERE deleted_at IS NULL;
CREATE INDEX recordings_by_status_date ON recordings (status, session_date DESC, row_id DESC) WHERE deleted_at IS NULL;
`;
