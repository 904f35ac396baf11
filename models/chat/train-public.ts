/**
 * Learns from public text what needs no labels: embeddings of word pieces, and which words are common outside lessons.
 * `node models/chat/train-public.ts FOLDER`, where FOLDER holds one folder per set with its `train.tsv` (text in the
 * first column). The sets and their licences stand in models/cards/chat.md; none of their texts is kept. Takes some
 * minutes; its result is kept with the code, so that train.ts needs the classroom lines alone.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { foldText } from '../../main/analysis/chat/fold.ts';
import { cutsOf } from '../../main/analysis/chat/particles.ts';
import { tokensOf } from '../../main/analysis/chat/tokens.ts';
import { keyOf, topicLineOf } from '../../main/analysis/chat/topic-candidates.ts';
import { commonBits, commonPlace } from '../../main/analysis/chat/topic-evidence.ts';
import { quantize, writeWeights } from '../../main/analysis/chat/weights.ts';
import { trainingLines } from './classroom-lines.ts';
import { embeddingOptions, learnEmbeddings } from './embeddings.ts';
import { weightsFolder } from './train.ts';

/** Public domain, MIT, Apache-2.0 or CC BY: nothing that asks to be handed on under its own licence. */
const sets = ['nsmc', 'kote', 'question_pair', 'curse', 'goemotions_en', 'offensive_en', 'sms_spam_en'];
/** Of these, words that are common are no topics of a lesson: films and chatter. */
const everyday = new Set(['nsmc', 'goemotions_en']);
/** The classroom lines stand among the public ones so often. */
const classroomShare = 2;

function textsOf(folder: string, set: string): string[] {
  const [, ...rows] = readFileSync(path.join(folder, set, 'train.tsv'), 'utf8').split('\n');
  return rows.flatMap((row) => row.split('\t', 1).filter((text) => text !== ''));
}

/** Messages per million that hold a word, as `commonWordsOf` reads them; words in fewer than twelve are left out. */
function commonTable(texts: readonly string[]): Int8Array {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const keys = new Set(
      topicLineOf(text).words.flatMap((word) =>
        /[가-힣]$/u.test(word.text) ? cutsOf(word.text).map(({ stem }) => keyOf(stem)) : [keyOf(word.text)],
      ),
    );
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const table = new Int8Array(1 << commonBits);
  for (const [key, count] of counts) {
    if (count < 12) continue;
    const place = commonPlace(key);
    const level = Math.min(127, Math.round(Math.log2((count / texts.length) * 1e6) * 4));
    table[place] = Math.max(table[place] ?? 0, level);
  }
  return table;
}

/** The classroom lines spread evenly over the others. */
function mixed(texts: readonly string[], classroom: readonly string[]): string[] {
  const every = Math.max(1, Math.floor(texts.length / (classroomShare * classroom.length)));
  return texts.flatMap((text, index) => {
    const own = index % every === 0 ? classroom[(index / every) % classroom.length] : undefined;
    return own === undefined ? [text] : [text, own];
  });
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('which folder has the public sets?');
const bySet = new Map(sets.map((set) => [set, textsOf(folder, set)]));
const common = commonTable(sets.filter((set) => everyday.has(set)).flatMap((set) => bySet.get(set) ?? []));
const lines = mixed(
  [...bySet.values()].flat(),
  trainingLines().map((line) => line.text),
);
const table = learnEmbeddings(lines.map((text) => tokensOf(foldText(text))));
const file = writeWeights({
  version: '1',
  numbers: {},
  tensors: new Map([
    ['common', { rows: common.length, columns: 1, data: common, scales: new Float32Array(0) }],
    ['pieces', quantize(table, embeddingOptions.size)],
  ]),
});
writeFileSync(path.join(weightsFolder, 'public.bin'), file);
const sha256 = createHash('sha256').update(file).digest('hex');
process.stdout.write(`public.bin: ${file.length} bytes, SHA-256 ${sha256}\n`);
