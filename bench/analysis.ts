/** `npm run bench:analysis`: how good and how fast the analysis is, on data made by code. Writes docs/analysis.md. */
import { besideAnalysis } from './analysis-beside.ts';
import { chapters } from './analysis-chapters.ts';
import { screens, wholeLesson } from './analysis-screens.ts';
import { signalRows } from './analysis-signals.ts';
import { speechSpans } from './analysis-speech.ts';
import { cameraSlides, renderedSlides } from './analysis-text.ts';
import type { Row } from './row.ts';
import { runRows } from './run-rows.ts';

const rows: readonly Row[] = [
  renderedSlides,
  cameraSlides,
  screens,
  chapters,
  ...signalRows,
  speechSpans,
  wholeLesson,
  besideAnalysis,
];

await runRows(rows, {
  results: 'analysis.json',
  file: 'analysis.md',
  intro: [
    '# Analysis: how good, how fast',
    '',
    'Everything is measured on data made by code: slides rendered by a browser and put through H.264 at crf 28, boards that',
    'fill sign by sign, documents, cameras, espeak-ng speech with noise (`main/testing/lessons`, `main/testing`), and on the',
    'sample photos where they are there. What each model is, and is not for, is in [models/cards](../models/cards).',
    '',
    '```sh',
    'npm run bench:analysis                        # all rows',
    'npm run bench:analysis -- --only text,screens # some; the others keep their last result',
    '```',
  ],
  outro: [
    '## What the figures are',
    '',
    '- **Character error rate**: signs to change, add or leave out (Levenshtein) to turn what was read into what stands on the',
    '  slide, as a share of its signs, in reading order. Without spaces, and with them. Signs are compared after NFKC (² counts as 2).',
    '- **Screens**: a screen is found by the span that shares at least half of what both cover; each counts once. The boundary',
    '  error is the distance of its beginning and end from the truth. Pictures are looked at every 2 s, so 1 s is what to expect.',
    '- **Known limits**: a screen shown for less than two key frames is passed over; a slide that only differs in a fifth of its',
    '  writing is taken for the same; a camera picture is a screen only if something is written on it that can be read;',
    '  formulas with raised or italic signs are read badly.',
    '',
  ],
});
