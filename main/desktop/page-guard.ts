/**
 * Keeps every window of the program on the core's page and without rights it does not need. Edge of
 * navigation-guard.ts; set up before the first window.
 */
import { type WebContents, app, session, shell } from 'electron';
import {
  isAllowedExternal,
  isOrigin,
  isPermitted,
  navigationVerdict,
  type ShellAction,
} from './navigation-guard.ts';

export type PageGuardOptions = {
  coreOrigin: () => string | undefined;
  onAction: (action: ShellAction) => void;
};

export function guardWindows(options: PageGuardOptions): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, options));
}

/** After `whenReady`: before it there is no session. */
export function guardSession({ coreOrigin }: Pick<PageGuardOptions, 'coreOrigin'>): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(isPermitted(permission, details.requestingUrl, coreOrigin()));
  });
  defaultSession.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    isPermitted(permission, requestingOrigin, coreOrigin()),
  );
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.on('will-download', (event, item) => {
    if (!isOrigin(item.getURL(), coreOrigin())) event.preventDefault();
  });
}

function guardContents(contents: WebContents, { coreOrigin, onAction }: PageGuardOptions): void {
  contents.on('will-frame-navigate', (details) => {
    const verdict = navigationVerdict(details.url, contents.getURL(), coreOrigin());
    if (verdict.kind !== 'allow') details.preventDefault();
    if (verdict.kind === 'action' && details.isMainFrame) onAction(verdict.action);
  });
  contents.on('will-redirect', (details) => {
    if (!isOrigin(details.url, coreOrigin())) details.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isAllowedExternal(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}
