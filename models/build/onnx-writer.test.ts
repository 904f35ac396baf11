import { describe, expect, it } from 'vitest';
import { OnnxWriter, varint } from './onnx-writer.ts';

describe('varint', () => {
  it('takes seven bits a byte, negative numbers ten bytes', () => {
    expect([...varint(0)]).toEqual([0]);
    expect([...varint(127)]).toEqual([127]);
    // The example of the protobuf documentation.
    expect([...varint(150)]).toEqual([0x96, 0x01]);
    expect([...varint(-1)]).toEqual([...Array.from({ length: 9 }, () => 0xff), 0x01]);
  });
});

describe('OnnxWriter', () => {
  it('gives the same bytes for the same calls', () => {
    const [first, second] = [1, 2].map(() => {
      const onnx = new OnnxWriter();
      onnx.input('x', 'float32', [1, 2]);
      onnx.node('Add', ['x', onnx.constant('float32', [2], [1, 2])], ['y']);
      onnx.output('y', 'float32');
      return onnx.file('test');
    });
    expect(first?.includes('Add')).toBe(true);
    expect(second).toEqual(first);
  });
});
