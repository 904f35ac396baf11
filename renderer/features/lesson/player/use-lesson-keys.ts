/** Keys of the lesson's screen. M is kept for marking a moment while recording, so the sound is switched with V. */
import { useShortcuts } from '../../../app/shortcuts.tsx';
import { withEnd, withStart } from '../clip/clip-range.ts';
import { useLesson } from '../lesson-context.ts';
import { useAddChapter } from '../panels/use-add-chapter.ts';
import { usePlayerCommands } from './use-player-commands.ts';
import { useSkipSilence } from './use-skip-silence.ts';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

export function useLessonKeys(): void {
  const { nowSec, durationSec, clip, openPanel, startNote, isLive } = useLesson();
  const player = usePlayerCommands();
  const silence = useSkipSilence();
  const addChapter = useAddChapter();
  useShortcuts('keys.player', [
    { keys: ['Space', 'K'], label: 'keys.play', perform: player.toggle },
    { keys: ['ArrowLeft'], label: 'keys.back_5', perform: () => player.seekBy(-5) },
    { keys: ['ArrowRight'], label: 'keys.forward_5', perform: () => player.seekBy(5) },
    { keys: ['J'], label: 'keys.back_10', perform: () => player.seekBy(-10) },
    { keys: ['L'], label: 'keys.forward_10', perform: () => player.seekBy(10) },
    { keys: ['Shift+ArrowLeft'], label: 'keys.back_1', perform: () => player.seekBy(-1) },
    { keys: ['Shift+ArrowRight'], label: 'keys.forward_1', perform: () => player.seekBy(1) },
    { keys: [','], label: 'keys.frame_back', perform: () => player.step(-1) },
    { keys: ['.'], label: 'keys.frame_forward', perform: () => player.step(1) },
    { keys: ['<'], label: 'keys.slower', perform: () => player.changeSpeed(-1) },
    { keys: ['>'], label: 'keys.faster', perform: () => player.changeSpeed(1) },
    { keys: ['S'], label: 'keys.skip_silence', perform: silence.toggle },
    { keys: ['0'], label: 'keys.start', perform: () => player.seekToShare(0) },
    {
      keys: digits,
      shownAs: ['1', '…', '9'],
      label: 'keys.share',
      perform: (digit) => player.seekToShare(Number(digit) / 10),
    },
    { keys: ['V'], label: 'keys.mute', perform: player.toggleMuted },
    { keys: ['F'], label: 'keys.fullscreen', perform: player.toggleFullscreen },
    { keys: ['I'], label: 'keys.pip', perform: player.togglePip },
  ]);
  useShortcuts('keys.lesson', [
    { keys: ['C'], label: 'keys.add_chapter', perform: () => void addChapter() },
    {
      keys: ['N'],
      label: 'keys.add_note',
      perform: () => {
        startNote(nowSec());
        openPanel('notes');
      },
    },
    ...(isLive && durationSec === 0
      ? []
      : [
          {
            keys: ['['],
            label: 'keys.clip_start' as const,
            perform: () => {
              clip.setRange(withStart(clip.range, nowSec(), durationSec));
              openPanel('clip');
            },
          },
          {
            keys: [']'],
            label: 'keys.clip_end' as const,
            perform: () => {
              clip.setRange(withEnd(clip.range, nowSec(), durationSec));
              openPanel('clip');
            },
          },
        ]),
  ]);
}
