/** Finding inside one lesson: its chapters, notes, screens and chat, in this page. Pure. */
import MiniSearch from 'minisearch';
import type { Chapter, Note, Slide } from '../../../../contract/vod.ts';
import type { LessonMessage } from '../../../api/vod.ts';
import { indexWords, queryWords } from './search-words.ts';

export type Found = {
  kind: 'chapter' | 'note' | 'slide' | 'chat';
  timeSec: number;
  text: string;
  id: string;
};

/** What somebody looks for first stands first among equals. */
const weight = { chapter: 3, slide: 1.5, note: 2, chat: 1 } as const;
const mostFound = 100;

export function createLessonSearch(lesson: {
  chapters: readonly Chapter[];
  notes: readonly Note[];
  slides: readonly Slide[];
  messages: readonly LessonMessage[];
}): (query: string) => Found[] {
  const documents: Found[] = [
    ...lesson.chapters.map((chapter) => ({
      kind: 'chapter' as const,
      timeSec: chapter.start_time,
      text: [chapter.title, chapter.description].filter((text) => text !== '').join(' · '),
      id: `chapter ${chapter.chapter_id}`,
    })),
    ...lesson.notes.map((note) => ({
      kind: 'note' as const,
      timeSec: note.time ?? 0,
      text: note.text,
      id: `note ${note.note_id}`,
    })),
    ...lesson.slides.map((slide) => ({
      kind: 'slide' as const,
      timeSec: slide.time,
      text: slide.text,
      id: `slide ${slide.time}`,
    })),
    ...lesson.messages.map((message) => ({
      kind: 'chat' as const,
      timeSec: message.time,
      text: message.text,
      id: `chat ${message.message_id}`,
    })),
  ];
  const index = new MiniSearch<Found>({
    fields: ['text'],
    tokenize: indexWords,
    processTerm: (word) => word,
    searchOptions: {
      tokenize: queryWords,
      combineWith: 'AND',
      // The last word may still be typed; pairs of syllables are whole.
      prefix: (word) => /^[a-z0-9]/.test(word),
    },
  });
  index.addAll(documents);
  const byId = new Map(documents.map((document) => [document.id, document]));
  return (query) =>
    index
      .search(query)
      .map(({ id, score }) => ({ found: byId.get(String(id)), score }))
      .filter((hit): hit is { found: Found; score: number } => hit.found !== undefined)
      .toSorted(
        (left, right) => right.score * weight[right.found.kind] - left.score * weight[left.found.kind],
      )
      .slice(0, mostFound)
      .map(({ found }) => found);
}
