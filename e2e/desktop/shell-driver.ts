/** What a spec does with the desktop app, whichever Electron it runs in: the real one or the double. */
import type { Page } from '@playwright/test';

export type DialogKind = 'message' | 'open' | 'save';
export type LaunchOptions = {
  /** Electron's own folder: window state, lock, configuration. Kept by the caller. */
  userData: string;
  dataDir: string;
  /** Where a Linux desktop keeps what it starts with the session. */
  configHome: string;
  args?: readonly string[];
  /** Added to the program's environment. */
  env?: Readonly<Record<string, string>>;
};

export type Shell = {
  /** Content of the window. */
  page: Page;
  tray(): Promise<{ icon: string; tooltip: string; labels: string[] }>;
  clickTray(label: string): Promise<void>;
  clickMenu(label: string): Promise<void>;
  menuLabels(): Promise<string[]>;
  notifications(): Promise<{ title: string; body: string }[]>;
  /** Dialogs that were shown, with what was on them. */
  dialogs(): Promise<{ kind: DialogKind; options: Record<string, unknown> }[]>;
  /** What the next dialog of that kind is answered. */
  answer(kind: DialogKind, answer: unknown): Promise<void>;
  closeWindow(): Promise<void>;
  window(): Promise<{ isVisible: boolean; isMaximized: boolean; bounds: { width: number; height: number } }>;
  setBounds(bounds: { x: number; y: number; width: number; height: number }): Promise<void>;
  sleepBlockers(): Promise<number>;
  /** Pid of the core that was started last. */
  corePid(): Promise<number>;
  openedExternal(): Promise<string[]>;
  shownFiles(): Promise<string[]>;
  /** As 'quit' of the menu. */
  quit(): Promise<void>;
  /** Resolves with the exit code. */
  exited: Promise<number | null>;
  /** Ends everything, whatever state it is in. */
  destroy(): Promise<void>;
};

export type ShellDriver = {
  name: string;
  launch(options: LaunchOptions): Promise<Shell>;
  /** A further start of the program; resolves with its exit code. */
  startAgain(options: LaunchOptions): Promise<number | null>;
};
