/** Whether a source is newer than what was built of it. */
export function isBuildStale(): boolean;
/** @throws {Error} when a step fails; its output has been shown */
export function build(): void;
