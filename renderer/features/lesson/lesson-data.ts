/** What the lesson's screen knows of the core; kept fresh by the core's events. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Chapter, Note, Slide } from '../../../contract/vod.ts';
import { failureOf } from '../../api/client.ts';
import { useKeptEdits, withEdit } from '../../api/kept-edits.ts';
import { keys } from '../../api/keys.ts';
import { recordingStatus } from '../../api/recording.ts';
import { listJobs } from '../../api/system.ts';
import {
  type LessonMessage,
  chapterRoute,
  lessonChat,
  lessonInfo,
  lessonRoute,
  listChapters,
  listNotes,
  listSlides,
  noteRoute,
  storyboardText,
  trickplayUrl,
  waveform,
} from '../../api/vod.ts';
import { type Tile, parseStoryboard } from '../../ui/storyboard.ts';

/** One reference for 'nothing yet', so that what depends on it is not drawn again. */
const noChapters: Chapter[] = [];
const noNotes: Note[] = [];
const noMessages: LessonMessage[] = [];
const noSlides: Slide[] = [];
const noTiles: Tile[] = [];

/** With what was changed and could not be saved yet. */
export function useInfo(id: string) {
  const query = useQuery({ queryKey: keys.info(id), queryFn: ({ signal }) => lessonInfo(id, signal) });
  const kept = useKeptEdits().get(lessonRoute(id));
  const { data } = query;
  const info = useMemo(() => (data === undefined ? undefined : withEdit(data, kept)), [data, kept]);
  return { ...query, data: info };
}

export function useRecordingStatus(id: string) {
  return useQuery({ queryKey: keys.status(id), queryFn: ({ signal }) => recordingStatus(id, signal) });
}

export function useChapters(id: string) {
  const query = useQuery({ queryKey: keys.chapters(id), queryFn: ({ signal }) => listChapters(id, signal) });
  const { data } = query;
  const kept = useKeptEdits();
  const chapters = useMemo(
    () =>
      data
        ?.map((chapter) => withEdit(chapter, kept.get(chapterRoute(id, chapter.chapter_id))))
        .toSorted((left, right) => left.start_time - right.start_time),
    [data, kept, id],
  );
  return { ...query, chapters: chapters ?? noChapters };
}

export function useNotes(id: string) {
  const query = useQuery({ queryKey: keys.notes(id), queryFn: ({ signal }) => listNotes(id, signal) });
  const { data } = query;
  const kept = useKeptEdits();
  const notes = useMemo(
    () => data?.map((note) => withEdit(note, kept.get(noteRoute(id, note.note_id)))),
    [data, kept, id],
  );
  return { ...query, notes: notes ?? noNotes };
}

export function useChat(id: string) {
  const query = useQuery({ queryKey: keys.chat(id), queryFn: ({ signal }) => lessonChat(id, signal) });
  return { ...query, messages: query.data ?? noMessages };
}

export function useSlides(id: string) {
  const query = useQuery({ queryKey: keys.slides(id), queryFn: ({ signal }) => listSlides(id, signal) });
  return { ...query, slides: query.data ?? noSlides };
}

export function useStoryboard(id: string, isLive: boolean): Tile[] {
  const query = useQuery({
    queryKey: keys.trickplay(id),
    queryFn: async ({ signal }) => {
      const vtt = await storyboardText(id, signal);
      return parseStoryboard(vtt, new URL(trickplayUrl(id), location.href).href);
    },
    enabled: !isLive,
  });
  return query.data ?? noTiles;
}

/** What of a lesson is still being made. */
export function useLessonJobs(id: string, isLive: boolean) {
  const query = { recording_id: id, limit: 50 };
  const { data } = useQuery({
    queryKey: keys.jobs(query),
    queryFn: ({ signal }) => listJobs(query, signal),
    enabled: !isLive,
  });
  return data?.items.filter(({ state }) => state === 'queued' || state === 'running') ?? [];
}

/** Peaks of the sound; `none` where there are none and none will come. */
export function useWaveform(id: string, options: { isLive: boolean; isBeingMade: boolean }) {
  const { isLive, isBeingMade } = options;
  const query = useQuery({
    queryKey: keys.waveform(id),
    queryFn: ({ signal }) => waveform(id, signal),
    enabled: !isLive,
  });
  if (query.data !== undefined) return { state: 'ready' as const, waveform: query.data };
  if (isLive) return { state: 'none' as const };
  const isNotReady = query.error !== null && failureOf(query.error).code === 'media_not_ready';
  return { state: query.isPending || (isNotReady && isBeingMade) ? ('making' as const) : ('none' as const) };
}
