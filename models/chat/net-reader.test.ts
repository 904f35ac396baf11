import { expect, it } from 'vitest';
import { createNetReader } from '../../main/analysis/chat/net-reader.ts';
import { type NetShape, netLineOf } from '../../main/analysis/chat/net.ts';
import { pieceBits } from '../../main/analysis/chat/tokens.ts';
import { floatsOf, quantize } from '../../main/analysis/chat/weights.ts';
import { seeded } from '../../main/base/seeded.ts';
import { netScratch } from './net-forward.ts';
import { floatLogits, newNet } from './net-training.ts';

const shape: NetShape = { size: 8, filters: 8, hidden: 16, labels: 13 };

it('reads a line as the nets do that were trained, in the mean of all', () => {
  const random = seeded(5);
  const table = quantize(
    Float32Array.from({ length: shape.size << pieceBits }, () => random() - 0.5),
    shape.size,
  );
  const nets = [1, 2].map((seed) => newNet(shape, floatsOf(table), seed));
  const reader = createNetReader(
    shape,
    table,
    nets.map(({ parameters }) => parameters),
  );
  const scratch = netScratch(shape, Float32Array);
  // Twice, the long one first: nothing of a line stays for the next.
  for (const text of ['a b '.repeat(30), '이차함수가 뭐예요?', '네', '', '이차함수가 뭐예요?']) {
    const line = netLineOf(text);
    const logits = new Float64Array(shape.labels);
    reader.addLogits(line, logits);
    const each = nets.map((net) => floatLogits(net, line, scratch));
    for (const [label, logit] of logits.entries()) {
      expect(logit).toBeCloseTo(((each[0]?.[label] ?? 0) + (each[1]?.[label] ?? 0)) / 2, 4);
    }
  }
});
