/**
 * The converted models against the originals: the same input through ONNX Runtime and through TensorFlow.js's plain
 * CPU kernels, an independent implementation, on the graph and weights as they come in their package.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { packageRoot } from '../../main/base/package-info.ts';
import { builtInDir } from './ensure-models.ts';
import { recipes } from './recipes.ts';

/** The little we need of TensorFlow.js; the package's own types name packages that are not installed. */
type TfTensor = { dataSync(): Float32Array | Int32Array; shape: number[] };
type TensorFlow = {
  setBackend(name: string): Promise<boolean>;
  tensor(values: ArrayLike<number>, shape: readonly number[], type: 'float32' | 'int32'): TfTensor;
  loadGraphModel(source: object): Promise<{
    execute(inputs: Record<string, TfTensor>, outputs: string[]): TfTensor | TfTensor[];
  }>;
};

let tf: TensorFlow;

beforeAll(async () => {
  // The bundle is made for browsers: without this it looks for parts of Node that are not in it.
  vi.stubGlobal('WorkerGlobalScope', Object);
  const bundle = path.join(packageRoot, 'node_modules/@vladmandic/human/dist/tfjs.esm.js');
  tf = (await import(bundle)) as TensorFlow;
  await tf.setBackend('cpu');
});

function readOriginal(file: string): object {
  const model = JSON.parse(readFileSync(file, 'utf8'));
  const groups = model.weightsManifest as { paths: string[]; weights: object[] }[];
  const shards = groups
    .flatMap((group) => group.paths)
    .map((name) => readFileSync(path.join(path.dirname(file), name)));
  const data = Buffer.concat(shards);
  return {
    load: async () => ({
      modelTopology: model.modelTopology,
      signature: model.signature,
      format: 'graph-model',
      weightSpecs: groups.flatMap((group) => group.weights),
      weightData: data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength),
    }),
  };
}

/** A picture of soft waves with a hard edge, the same each time; 0–1. */
function picture(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => {
    const wave = 0.5 + 0.3 * Math.sin(index / 97) + 0.2 * Math.sin(index / 7);
    return index > count / 2 ? wave : 1 - wave;
  });
}

describe.each([
  { model: 'movenet-lightning', type: 'int32' as const, scale: 255, offset: 0 },
  { model: 'blazeface', type: 'float32' as const, scale: 2, offset: -0.5 },
  { model: 'coco-ssd', type: 'float32' as const, scale: 2, offset: -1 },
])('$model', ({ model, type, scale, offset }) => {
  it('gives the numbers of the original', async () => {
    const recipe = recipes[model];
    const [[inputName, shape]] = Object.entries(recipe!.inputs) as [[string, readonly number[]]];
    const count = shape.reduce((product, size) => product * size, 1);
    const values = picture(count).map((value) => value * scale + offset);
    const input = type === 'int32' ? Int32Array.from(values, Math.round) : values;

    const session = await InferenceSession.create(path.join(builtInDir, `${model}.onnx`), {
      intraOpNumThreads: 1,
    });
    const actual = await session.run({ [inputName]: new Tensor(type, input, shape) });

    const original = await tf.loadGraphModel(readOriginal(path.join(packageRoot, recipe!.file)));
    const names = Object.keys(recipe!.outputs);
    const expected = [
      original.execute({ [inputName]: tf.tensor(input, shape, type) }, Object.values(recipe!.outputs)),
    ].flat();

    expect(names).toEqual([...session.outputNames]);
    for (const [index, name] of names.entries()) {
      const wanted = expected[index]!;
      const found = actual[name]!;
      expect(found.dims).toEqual(wanted.shape);
      const difference = largestDifference(found.data as Float32Array, wanted.dataSync());
      console.log(`${model} ${name}: ${difference.toExponential(1)} of the largest value`);
      expect(difference).toBeLessThan(1e-4);
    }
  });
});

/** Largest difference between two lists, as a part of the largest value in them. */
function largestDifference(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  let largest = 0;
  let difference = 0;
  for (let index = 0; index < wanted.length; index += 1) {
    largest = Math.max(largest, Math.abs(wanted[index] ?? 0));
    difference = Math.max(difference, Math.abs((found[index] ?? NaN) - (wanted[index] ?? 0)));
  }
  return difference / largest;
}
