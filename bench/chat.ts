/** `npm run bench:chat`: how well chat lines are read, by people the models have not met. Writes docs/chat.md. */
import { leftOutHands } from './chat-hands.ts';
import { pageFigures } from './chat-page.ts';
import { publicRows } from './chat-public.ts';
import { setRows } from './chat-sets.ts';
import { speedRows } from './chat-speed.ts';
import type { Row } from './row.ts';
import { runRows } from './run-rows.ts';

const rows: readonly Row[] = [...setRows, pageFigures, leftOutHands, ...speedRows, ...publicRows];

await runRows(rows, {
  results: 'chat.json',
  file: 'chat.md',
  intro: [
    '# Chat: how well lines are read',
    '',
    'Three sets were never trained on: `gate` (300 lines by a hand that had seen neither rules nor training lines; it decides),',
    '`apart` (300 lines by another such hand) and `dev` (150 lines, on which settings were chosen). Where the lines come from',
    'and how they are labelled: [models/chat/data](../models/chat/data/README.md). What the models are, and are not for:',
    '[models/cards/chat.md](../models/cards/chat.md). In brackets 95 % intervals, by drawing the lines anew.',
    '',
    '```sh',
    'npm run bench:chat                              # all rows',
    'npm run bench:chat -- --only sentiment,intent   # some; the others keep their last result',
    'npm run models:train-chat                       # makes the weights again',
    'npm run models:train-chat -- --pack FOLDER      # fits the optional pack and says how it does',
    '```',
  ],
  outro: [
    '## What the figures are',
    '',
    '- **Without context**: each line alone, as `POST /api/ai/analyze-chat` reads it. In a session what is known of the moment',
    '  (a question the teacher has just asked, an open quiz, a reply, the rate of the sender) is weighed in as well.',
    '- **Unsure**: below a confidence chosen on hands that were left out, the answer is `neutral` or `other` and says `unsure`;',
    '  it counts as such an answer here.',
    '- **The gate set** was evaluated eleven times while the models were made; settings were chosen on left-out hands and `dev`.',
    '- **Topics**: F1 over all topics of all lines, compared without case and spaces.',
    '- **Calibration error**: mean distance of confidence and truth in ten steps, weighted by lines.',
    '- **Hands left out**: the embeddings have seen the text of all training lines, without labels; the rest has not.',
    '- **Public sets**: the same linear model and nets, trained on their labels; they show what the method carries. None of it is part',
    '  of the product: read as classroom lines, film reviews and comments teach that questions are complaints.',
    '- **With the optional pack** ([models/cards/multilingual-e5-small.md](../models/cards/multilingual-e5-small.md)) nothing',
    '  here was measured: the model is no part of the program. Where it is installed it is measured on the same left-out',
    '  hands as row `hands`, against the built-in models, and used only where it is better; the models page shows how much.',
    '',
  ],
});
