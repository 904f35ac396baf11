/**
 * A sentence model small enough to be made in a test: a tokenizer that knows some words, and a transformer of one layer
 * over embeddings drawn by lot, in the form of the real ones (multilingual-e5-small).
 */
import { OnnxWriter } from '../../models/build/onnx-writer.ts';
import { seeded } from '../base/seeded.ts';

const special = ['<s>', '<pad>', '</s>', '<unk>'] as const;

/** @param words that are one token each; others fall into their letters, which are unknown */
export function makeTinyTokenizer(words: readonly string[]): Buffer {
  const vocab = [...special, '▁', '▁query:', ...words.map((word) => `▁${word}`)];
  const specials = special
    .slice(0, 3)
    .map((content) => [content, { id: content, ids: [special.indexOf(content)], tokens: [content] }]);
  const metaspace = { type: 'Metaspace', replacement: '▁', add_prefix_space: true, prepend_scheme: 'always' };
  return Buffer.from(
    JSON.stringify({
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: special.map((content, id) => ({
        ...{
          id,
          content,
          single_word: false,
          lstrip: false,
          rstrip: false,
          normalized: false,
          special: true,
        },
      })),
      normalizer: { type: 'Precompiled', precompiled_charsmap: '' },
      pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, metaspace] },
      post_processor: {
        type: 'TemplateProcessing',
        single: [
          { SpecialToken: { id: '<s>', type_id: 0 } },
          { Sequence: { id: 'A', type_id: 0 } },
          { SpecialToken: { id: '</s>', type_id: 0 } },
        ],
        pair: [],
        special_tokens: Object.fromEntries(specials),
      },
      decoder: metaspace,
      model: {
        type: 'Unigram',
        unk_id: 3,
        vocab: vocab.map((token, id) => [token, id < special.length ? 0 : -id / 100]),
      },
    }),
  );
}

export type TinyModel = {
  words: number;
  size: number;
  /** `pooled`: answers one vector per line, as other kinds of models do. */
  shape?: 'tokens' | 'pooled';
};

/** @returns an ONNX file with `input_ids`, `attention_mask`, `token_type_ids` and `last_hidden_state` */
export function makeTinyModel({ words, size, shape = 'tokens' }: TinyModel): Buffer {
  const random = seeded(3);
  const drawn = (count: number, scale: number): Float32Array =>
    Float32Array.from({ length: count }, () => scale * (2 * random() - 1));
  const tokens = special.length + 2 + words;
  const graph = new OnnxWriter();
  for (const name of ['input_ids', 'attention_mask', 'token_type_ids'])
    graph.input(name, 'int64', ['lines', 'tokens']);
  const table = graph.constant('float32', [tokens, size], drawn(tokens * size, 1));
  const types = graph.constant('float32', [1, size], drawn(size, 0.1));
  graph.node('Gather', [table, 'input_ids'], ['words']);
  graph.node('Gather', [types, 'token_type_ids'], ['kinds']);
  graph.node('Add', ['words', 'kinds'], ['embedded']);
  for (const name of ['query', 'key', 'value']) {
    graph.node(
      'MatMul',
      ['embedded', graph.constant('float32', [size, size], drawn(size * size, 0.2))],
      [name],
    );
  }
  graph.node('Transpose', ['key'], ['turned'], { perm: [0, 2, 1] });
  graph.node('MatMul', ['query', 'turned'], ['alike']);
  graph.node('Mul', ['alike', graph.constant('float32', [1], [1 / Math.sqrt(size)])], ['scaled']);
  // What only fills a line up gets no attention.
  graph.node('Cast', ['attention_mask'], ['there'], { to: 1 });
  graph.node('Sub', ['there', graph.constant('float32', [1], [1])], ['absent']);
  graph.node('Mul', ['absent', graph.constant('float32', [1], [1e4])], ['far']);
  graph.node('Unsqueeze', ['far', graph.constant('int64', [1], [1])], ['masked']);
  graph.node('Add', ['scaled', 'masked'], ['scores']);
  graph.node('Softmax', ['scores'], ['attention'], { axis: -1 });
  graph.node('MatMul', ['attention', 'value'], ['seen']);
  graph.node('Add', ['embedded', 'seen'], ['hidden']);
  if (shape === 'tokens') graph.node('Identity', ['hidden'], ['last_hidden_state']);
  else
    graph.node('ReduceMean', ['hidden', graph.constant('int64', [1], [1])], ['last_hidden_state'], {
      keepdims: 0,
    });
  graph.output('last_hidden_state', 'float32');
  return graph.file('airclass-test');
}
