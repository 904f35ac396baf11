/**
 * Removes from a production node_modules what a server of that platform never loads. @returns bytes that were removed
 * @throws {Error} when a rule finds nothing, or nothing is left of what it keeps
 */
export function keepForServer(folder: string, to: { platform: string; arch: string }): number;
