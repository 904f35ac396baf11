/**
 * What happens in a generated lesson, scene by scene, and what a perfect analysis would say of it: its distinct
 * screens, and its chapters.
 */
import { type Slide, linesOf } from './slide.ts';

/** A new screen of a scrolling document begins when this share of a page has gone by since the last one. */
export const pageShare = 0.75;
/** The end of a document is a screen of its own when it is more of a page than this. */
export const tailShare = 0.3;

export type Board = {
  ground: 'green' | 'white';
  lines: readonly string[];
  /** Somebody stands before it and walks to and fro. */
  hasTeacher?: boolean;
};

export type Scene = {
  seconds: number;
  /** A chapter of this name begins here. */
  chapter?: string;
  /** A mouse pointer wanders over the picture. */
  hasPointer?: boolean;
  /** A small moving picture of the teacher lies over the lower right corner. */
  hasWebcam?: boolean;
} & (
  | {
      kind: 'slide';
      slide: Slide;
      /** Its points come one after another: at once, flying in from the right, or with the earlier ones dimmed. */
      build?: 'appear' | 'fly' | 'dim';
      enter?: 'cut' | 'fade';
    }
  /** Scrolled in flicks of a third of a page, from the top to the end. */
  | { kind: 'document'; title: string; paragraphs: readonly string[] }
  /** Written sign by sign during the first four fifths of the scene, then left standing. */
  | { kind: 'board'; board: Board }
  /** A room full of people, without text. */
  | { kind: 'camera' }
);

export type TrueScreen = { startSec: number; endSec: number; lines: readonly string[] };
export type TrueChapter = { startSec: number; title: string };
export type LessonTruth = { durationSec: number; screens: TrueScreen[]; chapters: TrueChapter[] };

/** @param documentStarts of a scene: when the screens of its document begin (s in the scene), known once it is laid out */
export function truthOf(
  scenes: readonly Scene[],
  documentStarts: (scene: number) => readonly number[],
): LessonTruth {
  const screens: TrueScreen[] = [];
  const chapters: TrueChapter[] = [];
  let atSec = 0;
  for (const [position, scene] of scenes.entries()) {
    const endSec = atSec + scene.seconds;
    if (scene.chapter !== undefined) chapters.push({ startSec: atSec, title: scene.chapter });
    if (scene.kind === 'document') {
      const starts = documentStarts(position).map((startSec) => atSec + startSec);
      for (const [page, startSec] of starts.entries()) {
        screens.push({ startSec, endSec: starts[page + 1] ?? endSec, lines: [] });
      }
    } else if (scene.kind !== 'camera') {
      screens.push({ startSec: atSec, endSec, lines: scene.kind === 'slide' ? linesOf(scene.slide) : [] });
    }
    atSec = endSec;
  }
  return { durationSec: atSec, screens, chapters };
}
