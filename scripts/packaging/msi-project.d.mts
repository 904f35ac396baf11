export const videoEndings: readonly string[];
/** @throws {Error} when the project does not look as expected */
export function withRegistration(project: string): string;
