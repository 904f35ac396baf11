/**
 * How each TensorFlow operator is said in ONNX. Only what our models use, checked by comparing outputs
 * (parity.int.test.ts). TensorFlow keeps channels last; convolutions, pools and resizing are done channels first
 * between two transpositions, which the runtime merges.
 */
import type { Conversion } from './convert.ts';
import { elementTypeCode } from './onnx-writer.ts';
import {
  type TfNode,
  isInt32Attribute,
  numberListAttribute,
  wordAttribute,
  wordListAttribute,
} from './tfjs-graph.ts';

type Operator = (node: TfNode, conversion: Conversion) => void;

export const operators: Readonly<Record<string, Operator>> = {
  // one value in, one out
  Identity: unary('Identity'),
  Relu: unary('Relu'),
  Sigmoid: unary('Sigmoid'),
  Sqrt: unary('Sqrt'),
  Exp: unary('Exp'),
  Relu6: ({ name, input }, to) => void relu6(to, to.tensor(input[0]), name),
  Cast: (node, to) => {
    const type = isInt32Attribute(node, 'DstT') ? 'int32' : 'float32';
    to.add('Cast', [to.tensor(node.input[0])], node.name, { to: elementTypeCode[type] });
    to.setType(node.name, type);
  },

  // element by element
  Add: binary('Add'),
  AddV2: binary('Add'),
  BiasAdd: binary('Add'),
  Sub: binary('Sub'),
  Mul: binary('Mul'),
  RealDiv: binary('Div'),
  // Only coordinates are divided this way; they are not negative, where truncating is flooring.
  FloorDiv: binary('Div'),
  SquaredDifference: ({ name, input }, to) => {
    const difference = to.add('Sub', [to.tensor(input[0]), to.tensor(input[1])]);
    to.add('Mul', [difference, difference], name);
  },
  AddN: ({ name, input }, to) => {
    to.add(
      'Sum',
      input.map((each) => to.tensor(each)),
      name,
    );
    to.setType(name, to.typeOf(to.tensor(input[0])));
  },

  // shape
  Reshape: ({ name, input }, to) => {
    const shape = to.known(input[1]);
    keepType(to, input[0], to.add('Reshape', [to.tensor(input[0]), integers(to, shape)], name));
  },
  ExpandDims: ({ name, input }, to) => {
    const axes = integers(to, to.known(input[1]));
    keepType(to, input[0], to.add('Unsqueeze', [to.tensor(input[0]), axes], name));
  },
  Squeeze: (node, to) => {
    const axes = integers(to, numberListAttribute(node, 'squeeze_dims'));
    keepType(to, node.input[0], to.add('Squeeze', [to.tensor(node.input[0]), axes], node.name));
  },
  ConcatV2: ({ name, input }, to) => {
    const parts = input.slice(0, -1).map((each) => to.tensor(each));
    keepType(to, input[0], to.add('Concat', parts, name, { axis: first(to.known(input.at(-1))) }));
  },
  Pack: (node, to) => {
    const axis = node.attr['axis']?.i ?? 0;
    const parts = node.input.map((each) => to.add('Unsqueeze', [to.tensor(each), integers(to, [axis])]));
    keepType(to, node.input[0], to.add('Concat', parts, node.name, { axis }));
  },
  Unpack: (node, to) => {
    const axis = node.attr['axis']?.i ?? 0;
    const count = node.attr['num']?.i ?? 1;
    const parts = Array.from({ length: count }, () => to.onnx.freshName('part'));
    to.onnx.node('Split', [to.tensor(node.input[0])], parts, { axis, num_outputs: count });
    for (const [index, part] of parts.entries()) {
      const output = index === 0 ? node.name : `${node.name}:${index}`;
      keepType(to, node.input[0], to.add('Squeeze', [part, integers(to, [axis])], output));
    }
  },
  Pad: ({ name, input }, to) => {
    // TensorFlow: before and after, axis by axis; ONNX: all the befores, then all the afters.
    const pads = to.known(input[1]);
    const befores = pads.filter((_, index) => index % 2 === 0);
    const afters = pads.filter((_, index) => index % 2 === 1);
    to.add('Pad', [to.tensor(input[0]), integers(to, [...befores, ...afters])], name);
  },

  // picking
  ArgMax: ({ name, input }, to) => {
    const axis = first(to.known(input[1]));
    const found = to.add('ArgMax', [to.tensor(input[0])], undefined, { axis, keepdims: 0 });
    to.add('Cast', [found], name, { to: elementTypeCode.int32 });
    to.setType(name, 'int32');
  },
  GatherNd: ({ name, input }, to) => {
    const where = to.add('Cast', [to.tensor(input[1])], undefined, { to: elementTypeCode.int64 });
    keepType(to, input[0], to.add('GatherND', [to.tensor(input[0]), where], name));
  },

  // pictures
  Conv2D: convolution(false),
  _FusedConv2D: convolution(false),
  DepthwiseConv2dNative: convolution(true),
  FusedDepthwiseConv2dNative: convolution(true),
  FusedBatchNorm: batchNormalisation,
  MaxPool: (node, to) => {
    const [, height = 1, width = 1] = numberListAttribute(node, 'ksize');
    const [, down = 1, right = 1] = numberListAttribute(node, 'strides');
    const pooled = to.add('MaxPool', [channelsFirst(to, to.tensor(node.input[0]))], undefined, {
      kernel_shape: [height, width],
      strides: [down, right],
      auto_pad: wordAttribute(node, 'padding') === 'SAME' ? 'SAME_UPPER' : 'VALID',
    });
    channelsLast(to, pooled, node.name);
  },
  ResizeBilinear: (node, to) => {
    const picture = channelsFirst(to, to.tensor(node.input[0]));
    const size = integers(to, to.known(node.input[1]));
    const resized = to.add('Resize', [picture, '', '', size], undefined, {
      mode: 'linear',
      coordinate_transformation_mode: coordinatesOf(node),
      axes: [2, 3],
    });
    channelsLast(to, resized, node.name);
  },
};

function unary(operator: string): Operator {
  return ({ name, input }, to) => {
    keepType(to, input[0], to.add(operator, [to.tensor(input[0])], name));
  };
}

function binary(operator: string): Operator {
  return ({ name, input }, to) => {
    keepType(to, input[0], to.add(operator, [to.tensor(input[0]), to.tensor(input[1])], name));
  };
}

/** Kernels: TensorFlow height, width, in, out; ONNX out, in, height, width. Depthwise: each channel is a group. */
function convolution(isDepthwise: boolean): Operator {
  return (node, to) => {
    const kernel = to.weight(node.input[1]);
    const [height = 1, width = 1, inputs = 1, outputs = 1] = kernel.shape;
    const turned = new Float32Array(kernel.values.length);
    let from = 0;
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        for (let i = 0; i < inputs; i += 1) {
          for (let o = 0; o < outputs; o += 1) {
            const channel = isDepthwise ? i * outputs + o : o * inputs + i;
            turned[(channel * height + y) * width + x] = kernel.values[from] ?? 0;
            from += 1;
          }
        }
      }
    }
    const channels = isDepthwise ? inputs * outputs : outputs;
    const shape = [channels, isDepthwise ? 1 : inputs, height, width];
    const fused = wordListAttribute(node, 'fused_ops');
    const hasBias = fused[0] === 'BiasAdd';
    const tensors = [channelsFirst(to, to.tensor(node.input[0])), to.onnx.constant('float32', shape, turned)];
    if (hasBias) tensors.push(to.tensor(node.input[2]));
    const [, down = 1, right = 1] = numberListAttribute(node, 'strides');
    const [, dilationDown = 1, dilationRight = 1] = numberListAttribute(node, 'dilations');
    let result = to.add('Conv', tensors, undefined, {
      kernel_shape: [height, width],
      strides: [down, right],
      dilations: [dilationDown, dilationRight],
      group: isDepthwise ? inputs : 1,
      ...padding(node),
    });
    for (const activation of hasBias ? fused.slice(1) : fused) {
      if (activation === 'Relu') result = to.add('Relu', [result]);
      else if (activation === 'Relu6') result = relu6(to, result);
      else throw new Error(`fused ${activation} (${node.name}) has no mapping`);
    }
    channelsLast(to, result, node.name);
  };
}

function padding(node: TfNode): { auto_pad: string } | { pads: number[] } {
  const kind = wordAttribute(node, 'padding');
  if (kind === 'SAME') return { auto_pad: 'SAME_UPPER' };
  if (kind === 'VALID') return { auto_pad: 'VALID' };
  const [, , top = 0, bottom = 0, left = 0, right = 0] = numberListAttribute(node, 'explicit_paddings');
  return { pads: [top, left, bottom, right] };
}

/** In use the statistics are constants: a scale and a shift per channel. */
function batchNormalisation(node: TfNode, to: Conversion): void {
  const [scales = [], offsets = [], means = [], variances = []] = node.input
    .slice(1, 5)
    .map((each) => to.known(each));
  const epsilon = node.attr['epsilon']?.f ?? 1e-3;
  const factors = scales.map((scale, index) => scale / Math.sqrt((variances[index] ?? 1) + epsilon));
  const shifts = offsets.map((offset, index) => offset - (means[index] ?? 0) * (factors[index] ?? 1));
  const scaled = to.add('Mul', [
    to.tensor(node.input[0]),
    to.onnx.constant('float32', [factors.length], factors),
  ]);
  to.add('Add', [scaled, to.onnx.constant('float32', [shifts.length], shifts)], node.name);
}

function relu6(to: Conversion, tensor: string, output?: string): string {
  const limits = [to.onnx.constant('float32', [], [0]), to.onnx.constant('float32', [], [6])];
  return to.add('Clip', [tensor, ...limits], output);
}

function coordinatesOf(node: TfNode): string {
  if (node.attr['half_pixel_centers']?.b === true) return 'half_pixel';
  return node.attr['align_corners']?.b === true ? 'align_corners' : 'asymmetric';
}

function channelsFirst(to: Conversion, tensor: string): string {
  return to.add('Transpose', [tensor], undefined, { perm: [0, 3, 1, 2] });
}

function channelsLast(to: Conversion, tensor: string, output: string): void {
  to.add('Transpose', [tensor], output, { perm: [0, 2, 3, 1] });
}

function keepType(to: Conversion, input: string | undefined, output: string): void {
  to.setType(output, to.typeOf(to.tensor(input)));
}

function integers(to: Conversion, values: readonly number[]): string {
  return to.onnx.constant('int64', [values.length], values);
}

function first(values: readonly number[]): number {
  const [value] = values;
  if (value === undefined) throw new Error('a value is missing');
  return value;
}
