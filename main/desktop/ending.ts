/** Closing the window and ending the program: asks while a lesson or an import would be cut off; lessons are finished. */
import { setTimeout } from 'node:timers/promises';
import { app, powerMonitor } from 'electron';
import { onQuit, onWindowClose } from './close-decision.ts';
import type { CoreProcess } from './core-process.ts';
import { type AtStake, askHowToClose } from './dialogs.ts';
import type { MainWindow } from './main-window.ts';
import { notify } from './notify.ts';
import type { RecordingWatch } from './recording-watch.ts';
import type { ShellConfig } from './shell-config.ts';
import { titleOfAll } from './tray-model.ts';
import type { Uploads } from './uploads.ts';
import type { Say } from './words.ts';

/** A core that hangs does not keep the window open (ms). */
const patienceMs = 2000;

export type Ending = {
  readonly isOver: boolean;
  closeWindow(): Promise<void>;
  /** Without a question: the session ends. */
  quitDecided(): void;
  /** Ends it without a question; `last` is called in place of the very last step, once the core has ended. */
  quitFor(last: () => void): void;
};

const quitNow = () => app.quit();

export function createEnding(parts: {
  core: CoreProcess;
  watch: RecordingWatch;
  uploads: Uploads;
  config: ShellConfig;
  /** Asked when needed: the window is made after this. */
  main: () => MainWindow;
  say: () => Say;
  /** Before the core is stopped. @param isSession the session ends with it */
  onQuit: (isSession: boolean) => Promise<void>;
}): Ending {
  const { core, watch, uploads, config, main, say } = parts;
  let isDecided = false;
  let isSession = false;
  let lastStep = quitNow;
  let isAsking = false;
  let phase: 'no' | 'stopping' | 'over' = 'no';

  async function ask(about: AtStake['kind']): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    const stake: AtStake =
      about === 'recording'
        ? { kind: about, title: titleOfAll(watch.recordings, say()) }
        : { kind: about, count: uploads.count };
    const answer = await askHowToClose(main().window, say(), stake).finally(() => {
      isAsking = false;
    });
    if (answer === 'keep-in-tray') hideInTray(about === 'recording' ? 'inTrayTitle' : 'importsInTray');
    if (answer === 'stop-and-quit') quitFor(lastStep);
  }

  function quitDecided(): void {
    isSession = true;
    quitFor(lastStep);
  }

  function quitFor(last: () => void): void {
    isDecided = true;
    lastStep = last;
    app.quit();
  }

  /** Where it went is said the first time only. */
  function hideInTray(title: 'inTrayTitle' | 'importsInTray' | 'watchesInTray'): void {
    main().hide();
    if (config.get().was_told_of_tray) return;
    config.set({ was_told_of_tray: true });
    notify({ title: say()(title), body: say()('inTrayDetail') }, () => main().open());
  }

  /** Recordings are finished by the core before it ends. */
  async function quit(): Promise<void> {
    if (phase !== 'no') return;
    const decision = onQuit({ isRecording: watch.isRecording, hasUploads: uploads.count > 0, isDecided });
    if (decision !== 'quit') {
      main().open();
      await ask(decision === 'ask' ? 'recording' : 'uploads');
      return;
    }
    phase = 'stopping';
    main().hide();
    watch.end();
    await parts.onQuit(isSession);
    await core.stop();
    phase = 'over';
    lastStep();
  }

  app.on('before-quit', (event) => {
    if (phase === 'over') return;
    event.preventDefault();
    void quit();
  });
  // Nobody can answer a question while the session ends.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, quitDecided);
  // The system waits a moment for whoever asks for it.
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault();
    quitDecided();
  });

  return {
    get isOver() {
      return phase === 'over';
    },
    quitDecided,
    quitFor,
    closeWindow: async () => {
      // A rule of automatic recording that was set up just now keeps the program running.
      if (!isDecided) await Promise.race([watch.readAgain(), setTimeout(patienceMs)]);
      const decision = onWindowClose({
        isRecording: watch.isRecording,
        hasWatches: watch.hasWatches,
        hasUploads: uploads.count > 0,
        platform: process.platform,
        isDecided,
      });
      switch (decision) {
        case 'ask':
          await ask('recording');
          return;
        case 'ask-of-uploads':
          await ask('uploads');
          return;
        case 'hide-and-say-why':
          hideInTray('watchesInTray');
          return;
        case 'hide':
          main().hide();
          return;
        case 'quit':
          app.quit();
          return;
        default:
          decision satisfies never;
      }
    },
  };
}
