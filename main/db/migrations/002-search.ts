/**
 * Full text of the library. The texts arrive pre-cut (db/search-text.ts): Korean as syllable bigrams, plus columns of
 * initial consonants and of jamo, so unicode61 only has to split at spaces. Contentless: the rows themselves are the
 * content, and `contentless_delete` allows replacing one by its row id.
 */
export const migration002 = /* sql */ `
CREATE VIRTUAL TABLE lesson_text USING fts5(
  title, people, chapters, slides, chat, description, initials, jamo,
  content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2"
);
`;
