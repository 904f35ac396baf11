import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ChatAnalyzer } from '../../main/analysis/chat/chat-analyzer.ts';
import { measuredFigures, measuredFile } from './measured.ts';
import { weightsFolder } from './train.ts';

it('tells the page what the weights that are committed can do', () => {
  const told: unknown = JSON.parse(readFileSync(measuredFile, 'utf8'));
  expect(told, 'npm run bench:chat -- --only page').toEqual(
    measuredFigures(ChatAnalyzer.load({ folder: weightsFolder })),
  );
});
