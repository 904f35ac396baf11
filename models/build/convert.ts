/**
 * Converts a TensorFlow.js graph to ONNX: walks back from the wanted outputs, and lets the operator table write each
 * node it meets. Tensors keep TensorFlow's names and its order of axes (N, H, W, C). It refuses operators and
 * dynamic shapes it does not know rather than guess.
 */
import { type Attribute, type ElementType, OnnxWriter } from './onnx-writer.ts';
import { operators } from './operators.ts';
import { type TfGraph, type TfNode, type Weight, isInt32Attribute } from './tfjs-graph.ts';

export type Recipe = {
  /** Where the graph begins, with the shape of one call: placeholders, or nodes inside whose past is left out. */
  inputs: Readonly<Record<string, readonly number[]>>;
  /** Names in the ONNX file, and the TensorFlow node (or weight) each one is. */
  outputs: Readonly<Record<string, string>>;
};

/** What an operator's mapping works with. */
export type Conversion = {
  readonly onnx: OnnxWriter;
  /** Adds a node. @returns the name of its output: `output` if given, else a fresh one */
  add(
    operator: string,
    inputs: readonly string[],
    output?: string,
    attributes?: Readonly<Record<string, Attribute>>,
  ): string;
  /** The tensor of an input of a node; a weight is put into the file when it is first used. */
  tensor(input: string | undefined): string;
  /** Values of an input that is known while converting: a weight, or a shape made of some. */
  known(input: string | undefined): number[];
  weight(input: string | undefined): Weight;
  typeOf(tensor: string): ElementType;
  /** Tensors are float32 unless an operator says otherwise. */
  setType(tensor: string, type: ElementType): void;
};

export function convert(graph: TfGraph, recipe: Recipe): Buffer {
  const onnx = new OnnxWriter();
  const types = new Map<string, ElementType>();
  const placed = new Set<string>();

  function weight(input: string | undefined): Weight {
    const found = graph.weights.get(nodeName(input));
    if (found === undefined) throw new Error(`${input} is not a weight`);
    return found;
  }

  function known(input: string | undefined): number[] {
    const name = nodeName(input);
    const constant = graph.weights.get(name);
    if (constant !== undefined) return Array.from(constant.values);
    const node = graph.nodes.get(name);
    if (node?.op === 'Pack') return node.input.flatMap(known);
    // The number of pictures, cut out of a shape: we call every model with one.
    if (node?.op === 'StridedSlice' && graph.nodes.get(nodeName(node.input[0]))?.op === 'Shape') return [1];
    throw new Error(`${name} (${node?.op}) is not known while converting`);
  }

  const conversion: Conversion = {
    onnx,
    add: (operator, inputs, output = onnx.freshName(operator), attributes = {}) => {
      onnx.node(operator, inputs, [output], attributes);
      return output;
    },
    tensor: (input) => {
      const name = tensorName(input);
      const constant = graph.weights.get(name);
      if (constant !== undefined && !placed.has(name)) {
        placed.add(name);
        onnx.constant(constant.type, constant.shape, constant.values, name);
        types.set(name, constant.type);
      }
      return name;
    },
    known,
    weight,
    typeOf: (tensor) => types.get(tensor) ?? 'float32',
    setType: (tensor, type) => types.set(tensor, type),
  };

  for (const [name, shape] of Object.entries(recipe.inputs)) {
    const node = graph.nodes.get(name);
    const type = node?.op === 'Placeholder' && isInt32Attribute(node, 'dtype') ? 'int32' : 'float32';
    types.set(name, type);
    onnx.input(name, type, shape);
  }
  for (const node of nodesInOrder(graph, recipe)) {
    const operator = operators[node.op];
    if (operator === undefined) throw new Error(`operator ${node.op} (${node.name}) has no mapping`);
    operator(node, conversion);
  }
  for (const [name, source] of Object.entries(recipe.outputs)) {
    const tensor = conversion.tensor(source);
    const type = conversion.typeOf(tensor);
    if (tensor !== name) conversion.add('Identity', [tensor], name);
    onnx.output(name, type);
  }
  return onnx.file('airclass-tfjs-to-onnx');
}

/** Every node the outputs rest on, each after those it needs. */
function nodesInOrder(graph: TfGraph, recipe: Recipe): TfNode[] {
  const order: TfNode[] = [];
  const seen = new Set(Object.keys(recipe.inputs));
  const visit = (input: string): void => {
    const name = nodeName(input);
    if (seen.has(name) || graph.weights.has(name)) return;
    seen.add(name);
    const node = graph.nodes.get(name);
    if (node === undefined) throw new Error(`there is no node ${name}`);
    // Shapes are known while converting; what computes them is not part of the result.
    const inputs = node.op === 'Reshape' ? node.input.slice(0, 1) : node.input;
    inputs.filter((each) => !each.startsWith('^')).forEach(visit);
    order.push(node);
  };
  Object.values(recipe.outputs).forEach(visit);
  return order;
}

/** `unstack:1` is the second output of `unstack`. */
function nodeName(input: string | undefined): string {
  if (input === undefined) throw new Error('an input is missing');
  return input.split(':')[0] ?? input;
}

/** The first output goes by the node's own name. */
function tensorName(input: string | undefined): string {
  if (input === undefined) throw new Error('an input is missing');
  return input.replace(/:0$/, '');
}
