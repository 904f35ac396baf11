/** `npm run bench:session`: how fast a class session is analysed, and how well it is told who may need help. */
import type { Row } from './row.ts';
import { runRows } from './run-rows.ts';
import { risk } from './session-risk.ts';
import { largeSession, smallSession } from './session-speed.ts';

const rows: readonly Row[] = [smallSession, largeSession, risk];

await runRows(rows, {
  results: 'session.json',
  file: 'session.md',
  intro: [
    '# The analysis of a class session: how fast, how good',
    '',
    'What the figures mean is defined in [signals.md](signals.md). Classes are made by code (`main/testing/classroom.ts`): each',
    'pupil has an ability, a pace, a wish to write and a mood; those who struggle are worse off in each by a random part. The',
    'chat of the rows on speed is read by the real models; in the row on risk a reading is right in 88 % of the lines.',
    '',
    '```sh',
    'npm run bench:session              # all rows',
    'npm run bench:session -- --only risk',
    '```',
  ],
  outro: [
    '## What this does not show',
    '',
    'A simulated class struggles the way its author thinks classes do. The rows say that the method keeps its promises (few',
    'wrongly named, nobody for one event, less rather than wrong when data is missing), not how many pupils of a real class',
    'who need help it names. Whoever is not named may need help all the same.',
    '',
  ],
});
