/** Entry of the desktop app: a window, a tray and dialogs around the core. */
import { startShell } from './desktop/shell.ts';
import { shellEnvironment } from './env.ts';

startShell(shellEnvironment());
