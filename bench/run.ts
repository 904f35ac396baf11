/** `npm run bench`: how fast the program is, each row against a baseline in the same run. Writes docs/bench.md. */
import { ladder, trickplay } from './derived-media.ts';
import { firstBytes } from './first-bytes.ts';
import { firstScreen } from './first-screen.ts';
import { goodPractice } from './lighthouse.ts';
import { librarySearch } from './library-search.ts';
import { firstFrame, seekLatency } from './page.ts';
import { recordingCpu } from './recording-cpu.ts';
import type { Row } from './row.ts';
import { scrolling } from './scrolling.ts';
import { coldStart, idleMemory, latency } from './serving.ts';
import { stopToPlaylist } from './stop-to-playlist.ts';
import { runRows } from './run-rows.ts';

const rows: readonly Row[] = [
  recordingCpu,
  stopToPlaylist,
  firstBytes,
  ladder,
  trickplay,
  librarySearch,
  latency,
  idleMemory,
  coldStart,
  firstFrame,
  seekLatency,
  firstScreen,
  scrolling,
  goodPractice,
];

await runRows(rows, {
  results: 'latest.json',
  file: 'bench.md',
  intro: [
    '# Speed',
    '',
    'Every figure is held against a baseline measured in the same run, in turn, and medians are compared: machines are noisy.',
    'The program is the built core as `npm run serve` starts it; the stream is 1080p30, about 4 Mbit/s, a key frame every 2 s, AAC.',
    '',
    '```sh',
    'npm run bench                  # all rows',
    'npm run bench -- --only a,c    # some; the others keep their last result',
    '```',
  ],
});
