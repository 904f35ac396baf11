/** What the tray shows for what the core does. Pure. */
import type { RecordingStatus } from '../../contract/recording.ts';
import type { CoreState } from './core-supervisor.ts';
import { type Say, spokenDuration } from './words.ts';

export type ActiveRecording = {
  recordingId: string;
  title: string;
  status: RecordingStatus;
  durationSec: number;
};

export type ShellState = {
  core: 'starting' | 'running' | 'restarting' | 'failed';
  recordings: readonly ActiveRecording[];
  /** An alarm of a running recording has not been cleared. */
  hasAlarm: boolean;
};

/** Icons differ in shape, not only in colour. */
export type TrayIcon = 'idle' | 'recording' | 'attention';
export type TrayCommand = { kind: 'open' } | { kind: 'quit' } | { kind: 'stop'; recordingId: string };
export type TrayItem =
  | { type: 'state'; label: string }
  | { type: 'separator' }
  | { type: 'command'; label: string; command: TrayCommand };
export type TrayModel = { icon: TrayIcon; tooltip: string; items: TrayItem[] };

/** The supervisor's state in the words of the tray. */
export function coreWord(state: CoreState): ShellState['core'] {
  switch (state.phase) {
    case 'idle':
      return 'starting';
    case 'starting':
      return state.isRestart ? 'restarting' : 'starting';
    case 'waiting':
      return 'restarting';
    case 'running':
    case 'stopping':
      return 'running';
    case 'failed':
      return 'failed';
    default:
      return state satisfies never;
  }
}

export function trayModel(state: ShellState, say: Say): TrayModel {
  const lines = stateLines(state, say);
  return {
    icon: trayIcon(state),
    // Windows cuts a tooltip at 127 characters.
    tooltip: [say('appName'), ...lines].join('\n').slice(0, 127),
    items: [
      ...lines.map((label): TrayItem => ({ type: 'state', label })),
      { type: 'separator' },
      { type: 'command', label: say('open'), command: { kind: 'open' } },
      ...state.recordings
        .filter(({ status }) => status !== 'stopping')
        .map((recording): TrayItem => ({
          type: 'command',
          label: say('stopRecording', { title: titleOf(recording, say) }),
          command: { kind: 'stop', recordingId: recording.recordingId },
        })),
      { type: 'separator' },
      { type: 'command', label: say('quit'), command: { kind: 'quit' } },
    ],
  };
}

function trayIcon(state: ShellState): TrayIcon {
  if (state.core === 'failed') return 'attention';
  if (state.recordings.length === 0) return 'idle';
  const has = (wanted: RecordingStatus) => state.recordings.some(({ status }) => status === wanted);
  if (state.hasAlarm || has('reconnecting') || state.core === 'restarting') return 'attention';
  if (has('recording')) return 'recording';
  // A pause that was forgotten must not look like a lesson that is recorded.
  return has('paused') ? 'attention' : 'idle';
}

function stateLines({ core, recordings }: ShellState, say: Say): string[] {
  if (core === 'failed') return [say('failed')];
  if (core === 'restarting') return [say('restarting')];
  if (recordings.length === 0) return [say(core === 'starting' ? 'preparing' : 'idle')];
  return recordings.map((recording) =>
    [
      statusWord(recording.status, say),
      spokenDuration(say, recording.durationSec),
      titleOf(recording, say),
    ].join(' · '),
  );
}

function statusWord(status: RecordingStatus, say: Say): string {
  switch (status) {
    case 'paused':
      return say('paused');
    case 'reconnecting':
      return say('reconnecting');
    case 'stopping':
      return say('closing');
    case 'starting':
      return say('connecting');
    case 'recording':
    case 'interrupted':
    case 'processing':
    case 'ready':
    case 'failed':
      return say('recording');
    default:
      return status satisfies never;
  }
}

/** The lesson's name, or what stands for it; several lessons are counted. */
export function titleOf(recording: Pick<ActiveRecording, 'title'>, say: Say): string {
  return recording.title === '' ? say('untitled') : recording.title;
}

export function titleOfAll(recordings: readonly ActiveRecording[], say: Say): string {
  const [first] = recordings;
  if (first === undefined) return say('untitled');
  return recordings.length === 1 ? titleOf(first, say) : say('lessons', { count: recordings.length });
}
