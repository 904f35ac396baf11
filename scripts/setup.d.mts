/** Path of a Chromium that the tests can drive; undefined where none is installed. */
export function chromiumPath(): string | undefined;
