type Environment = Readonly<Record<string, string | undefined>>;
/** Path of Electron's program; undefined when it is not installed. */
export function findElectron(env?: Environment, platform?: NodeJS.Platform): string | undefined;
/** Why the desktop app cannot open here, to follow 'since'; undefined: it can. */
export function whyNoWindow(env?: Environment, platform?: NodeJS.Platform): string | undefined;
