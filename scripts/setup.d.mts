/** Path of a Chromium that the tests can drive; undefined where none is installed. */
export function chromiumPath(): string | undefined;
/** The same without windows of its own where it is installed. */
export function headlessPath(): string | undefined;
