/**
 * What a change can concern: the names under which what is kept says what it depends on. A change names every family
 * it can be seen in, so whoever keeps something names few: the lesson of its address, the session of its address.
 */

/** Anything that is told under one lesson's address, its session's title and roster included; not its chat. */
export const lessonFamily = (recordingId: string): string => `lesson:${recordingId}`;
/** The chat that ran beside one lesson. */
export const lessonChatFamily = (recordingId: string): string => `chat:${recordingId}`;
/** Anything that is told under one session's address. */
export const sessionFamily = (sessionId: string): string => `session:${sessionId}`;
/** Which sessions there are, and what lists tell of them. */
export const sessionsFamily = 'sessions';
/** Which lessons there are and what lists tell of them, lengths and sizes left out: of a running lesson these grow. */
export const lessonsFamily = 'lessons';
/** Which lessons a search may find, and in which order: their texts, names and dates, and that there are such lessons. */
export const foundFamily = 'found';
/** Lengths of lessons: lists that are sorted or filtered by them. */
export const lengthsFamily = 'lengths';
/** Any word that a lesson is found by, chat left out: what typed words may have meant. */
export const wordsFamily = 'words';
/** Words with these two characters in a row, or this one. */
export const lettersFamily = (letters: string): string => `w:${letters}`;
/** Everything. */
export const allFamilies = '*';
