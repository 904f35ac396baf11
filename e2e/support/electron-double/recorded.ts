/** What the shell did with the desktop, for a test to look at, and what the desktop is to do next. */

export type MenuItem = {
  label?: string;
  type?: string;
  role?: string;
  enabled?: boolean;
  accelerator?: string;
  click?: (item?: unknown, window?: unknown, event?: unknown) => void;
  submenu?: MenuItem[];
};
export type DialogKind = 'message' | 'open' | 'save';
export type DialogSeen = { kind: DialogKind; options: Record<string, unknown> };
export type TraySeen = {
  image: string;
  tooltip: string;
  menu: MenuItem[];
  isDestroyed: boolean;
  click: () => void;
};

export type MediaAccess = 'granted' | 'denied' | 'not-determined' | 'restricted';

export const recorded = {
  dialogs: [] as DialogSeen[],
  /** Answers of people who have not been asked yet, by kind of dialog. */
  answers: { message: [], open: [], save: [] } as Record<DialogKind, unknown[]>,
  /** Questions that wait for an answer. */
  waiting: { message: [], open: [], save: [] } as Record<DialogKind, ((answer: unknown) => void)[]>,
  notifications: [] as { title: string; body: string; click: () => void }[],
  trays: [] as TraySeen[],
  appMenu: [] as MenuItem[],
  blockers: new Map<number, string>(),
  shortcuts: new Map<string, () => void>(),
  refusedShortcuts: new Set<string>(),
  openedExternal: [] as string[],
  openedPaths: [] as string[],
  shownFiles: [] as string[],
  windowOpens: [] as { url: string; action: string }[],
  navigations: [] as { url: string; isPrevented: boolean }[],
  permissionRequests: [] as { permission: string; isGranted: boolean }[],
  mediaAccess: { screen: 'granted', camera: 'granted', microphone: 'granted' } as Record<
    'screen' | 'camera' | 'microphone',
    MediaAccess
  >,
  mediaAnswer: 'granted' as MediaAccess,
  /** What the person was asked for. */
  mediaQuestions: [] as string[],
  badge: 0,
  themeSource: 'system',
  aboutShown: 0,
  loginItem: false,
  corePids: [] as number[],
};
