/** Decodes a piece of fragmented MP4 from stdin and fails on the first error: exit code 0 means that it is whole. */
export const segmentCheckArguments: readonly string[] = [
  ...['-hide_banner', '-nostats', '-loglevel', 'level+error'],
  ...['-xerror', '-err_detect', 'explode', '-threads', '1'],
  ...['-f', 'mp4', '-i', 'pipe:0', '-f', 'null', '-'],
];
