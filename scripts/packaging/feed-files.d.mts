export function writeFeedFiles(folder: string, version: string): string[];
