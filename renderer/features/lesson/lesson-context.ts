/** What the parts of the lesson's screen share: which lesson, where it plays, which panel and clip are chosen. */
import { type RefObject, createContext, useContext } from 'react';
import type { RecordingStatusReply } from '../../../contract/recording.ts';
import type { LessonInfo } from '../../../contract/vod.ts';
import type { ClipRange } from './clip/clip-range.ts';

export const panelNames = ['chapters', 'slides', 'chat', 'analysis', 'notes', 'find', 'clip'] as const;
export type PanelName = (typeof panelNames)[number];

export type Clip = {
  range: ClipRange | undefined;
  setRange: (range: ClipRange | undefined) => void;
  /** The selection plays again and again. */
  isLooping: boolean;
  setLooping: (isLooping: boolean) => void;
};

export type Lesson = {
  id: string;
  info: LessonInfo;
  /** Undefined until it is known. */
  recording: RecordingStatusReply | undefined;
  durationSec: number;
  isLive: boolean;
  video: RefObject<HTMLVideoElement | null>;
  /** Position of the video now; for what is asked once, not for drawing. */
  nowSec: () => number;
  seek: (seconds: number) => void;
  panel: PanelName;
  openPanel: (panel: PanelName) => void;
  /** Opens the chapters with this one's name ready to be typed. */
  renameChapter: (chapterId: string) => void;
  /** Chapter whose name is being typed because it was just made. */
  renaming: string | undefined;
  doneRenaming: () => void;
  /** Moment a new note is about; undefined: no new note is asked for. */
  noteAtSec: number | undefined;
  startNote: (atSec: number | undefined) => void;
  clip: Clip;
};

export const LessonContext = createContext<Lesson | undefined>(undefined);

export function useLesson(): Lesson {
  const lesson = useContext(LessonContext);
  if (lesson === undefined) throw new Error('outside of a lesson');
  return lesson;
}
