/**
 * `npm run models:train-chat -- --pack FOLDER`: fits the chat pack whose files are in FOLDER as the program does where it
 * is installed, and says how it does on lines nobody was trained on. Deterministic; writes nothing but vectors it goes on
 * with when it is run again.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
  copyFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { ChatAnalyzer } from '../../main/analysis/chat/chat-analyzer.ts';
import { textsToScore } from '../../main/analysis/chat/chat-model.ts';
import { classroomText } from '../../main/analysis/chat/learning/classroom-text.ts';
import { accuracy, macroF1, shown, withInterval } from '../../main/analysis/chat/learning/figures.ts';
import { chatPackName } from '../../main/analysis/chat/pack/chat-pack.ts';
import { fitPack } from '../../main/analysis/chat/pack/fit.ts';
import { readFitLines } from '../../main/analysis/chat/pack/fit-lines.ts';
import {
  embedLines,
  fitChatHeads,
  judgeChatHeads,
  scoreChatLines,
} from '../../main/analysis/chat/pack/pack-operations.ts';
import type { AnalysisHost } from '../../main/analysis/host/analysis-host.ts';
import { entryOf, readManifest } from '../../main/analysis/models/manifest.ts';
import { heldOutLines, heldOutSets, trainingLines } from './classroom-lines.ts';
import { weightsFolder } from './train.ts';

/** What is asked of the host runs here. */
const operations = {
  embed_lines: embedLines,
  fit_chat_heads: fitChatHeads,
  judge_chat_heads: judgeChatHeads,
};
const context = {
  session: async () => Promise.reject(new Error('no other model is needed')),
  modelPath: () => '',
  hasModel: () => false,
};
const host = {
  call: async (name: keyof typeof operations, args: never) =>
    operations[name](context, args, new AbortController().signal),
} as unknown as Pick<AnalysisHost, 'call'>;

/** @param folder with the files of the pack, under their names there or in the manifest */
export async function fitPackIn(folder: string, print: (line: string) => void): Promise<void> {
  const files = packFiles(folder);
  const builtIn = mkdtempSync(path.join(tmpdir(), 'airclass-chat-'));
  try {
    for (const name of ['chat.bin', 'left-out.bin'])
      copyFileSync(path.join(weightsFolder, name), path.join(builtIn, name));
    writeFileSync(path.join(builtIn, 'lines.tsv'), classroomText(trainingLines()));
    const work = path.join(folder, 'fit');
    mkdirSync(work, { recursive: true });
    const { judgement, file } = await fitPack({
      ...{ host, files, folder: work, lines: readFitLines(builtIn) },
      key: createHash('sha256')
        .update(readFileSync(path.join(builtIn, 'lines.tsv')))
        .digest('hex'),
      signal: new AbortController().signal,
      progress: (fraction) => process.stderr.write(`\r${Math.floor(fraction * 100)} %`),
    });
    process.stderr.write('\n');
    print(`heads: ${file.length} bytes, SHA-256 ${createHash('sha256').update(file).digest('hex')}`);
    for (const { task, builtIn: own, withPack, gain, isUsed } of judgement.tasks)
      print(`${task}: ${shown(own)} → ${shown(withPack)}, gain ${shown(gain)}${isUsed ? ', used' : ''}`);
    const tasks = new Set(judgement.tasks.filter(({ isUsed }) => isUsed).map(({ task }) => task));
    const analyzer = ChatAnalyzer.load({ folder: weightsFolder });
    for (const set of heldOutSets) {
      const lines = heldOutLines(set);
      const texts = textsToScore(
        lines.map(({ text }) => text),
        [],
      );
      const asked = { files, heads: file, key: 'fit', texts };
      const scores = await scoreChatLines(context, asked, new AbortController().signal);
      const logits = new Map(texts.map((text, at) => [text, scores[at] ?? new Float32Array(0)]));
      const upgrade = { name: chatPackName, version: 'fit', tasks, numbers: judgement.numbers, logits };
      for (const [who, reader] of [
        ['built in', analyzer],
        ['with the pack', analyzer.upgraded(upgrade)],
      ] as const) {
        for (const task of ['sentiment', 'intent'] as const) {
          const pairs = lines.map((line) => ({
            right: line[task],
            said: reader.analyze(line.text)[task].label,
          }));
          print(
            `${set}, ${task}, ${who}: accuracy ${shown(withInterval(pairs, accuracy))}, macro-F1 ${shown(withInterval(pairs, macroF1))}`,
          );
        }
      }
    }
  } finally {
    rmSync(builtIn, { recursive: true, force: true });
  }
}

/** @throws Error when a file is not there or not that of the manifest */
function packFiles(folder: string): { model: string; tokenizer: string } {
  const [model = '', tokenizer = ''] = entryOf(readManifest(), chatPackName).files.map((file) => {
    const names = [file.path, path.basename(file.from ?? file.path)].map((name) => path.join(folder, name));
    const found = names.find((name) => existsSync(name));
    if (found === undefined) throw new Error(`${names.join(' or ')} is not there`);
    const sha256 = createHash('sha256').update(readFileSync(found)).digest('hex');
    if (sha256 !== file.sha256)
      throw new Error(`${found} is not the file of the manifest: SHA-256 ${sha256}`);
    return found;
  });
  return { model, tokenizer };
}
