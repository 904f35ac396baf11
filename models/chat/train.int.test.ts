import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { columnCount, createChatModel } from '../../main/analysis/chat/chat-model.ts';
import { spellingsOf } from '../../main/analysis/chat/fold.ts';
import { classroomText, parseClassroomLines } from '../../main/analysis/chat/learning/classroom-text.ts';
import { readWeights, tensorOf, writeWeights } from '../../main/analysis/chat/weights.ts';
import { readManifest } from '../../main/analysis/models/manifest.ts';
import { trainingLines } from './classroom-lines.ts';
import { headOptions } from './heads.ts';
import { readPublicWeights, trainChat, weightsFolder } from './train.ts';

/** Some lines of a few hands, and one round of learning: small, but the whole way. */
const lines = trainingLines().filter(({ hand }, index) => 'akptw'.includes(hand) && index % 15 === 0);
const options = {
  linear: { ...headOptions.linear, epochs: 2 },
  net: { ...headOptions.net, epochs: 1 },
};
const train = () => {
  const { weights, terms, leftOut } = trainChat(
    lines,
    ['이차함수', 'fraction'],
    readPublicWeights(),
    options,
  );
  return { weights, file: writeWeights(weights), terms, leftOut: writeWeights(leftOut) };
};

describe('training', () => {
  it('makes the same file of the same lines, and one that can be read', () => {
    const first = train();
    const second = train();
    expect(second.file.equals(first.file)).toBe(true);
    expect(second.terms).toBe(first.terms);
    expect(second.leftOut.equals(first.leftOut)).toBe(true);
    const model = createChatModel(readWeights(first.file));
    const scores = model.score(spellingsOf('이차함수가 뭐예요?'));
    expect(scores.intent.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1);
  });

  it('refuses a file that is cut short or none of ours', () => {
    const file = readFileSync(path.join(weightsFolder, 'chat.bin'));
    expect(() => readWeights(file.subarray(0, file.length - 1))).toThrow(/cut short/);
    expect(() => readWeights(Buffer.from('PK'))).toThrow(/no file of chat weights/);
  });

  it('left the files that the manifest names', () => {
    const entry = readManifest().find((each) => each.name === 'chat');
    for (const file of entry?.files ?? []) {
      const name = path.basename(file.path);
      const content =
        name === 'lines.tsv'
          ? Buffer.from(classroomText(trainingLines()))
          : readFileSync(path.join(weightsFolder, name));
      expect([file.path, content.length, createHash('sha256').update(content).digest('hex')]).toEqual([
        file.path,
        file.size_bytes,
        file.sha256,
      ]);
    }
    expect(entry?.files).toHaveLength(4);
  });

  it('left what it said of each line without its hand, for exactly the lines that are there', () => {
    const leftOut = readWeights(readFileSync(path.join(weightsFolder, 'left-out.bin')));
    const text = classroomText(trainingLines());
    expect(leftOut.version).toBe(createHash('sha256').update(text).digest('hex'));
    expect(tensorOf(leftOut, 'logits')).toMatchObject({ rows: trainingLines().length, columns: columnCount });
    expect(parseClassroomLines(text, 'lines.tsv')).toEqual(trainingLines());
  });
});
