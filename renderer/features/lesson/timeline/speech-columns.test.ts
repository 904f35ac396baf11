import { expect, it } from 'vitest';
import { coveredColumns } from './speech-columns.ts';

const view = { fromSec: 10, toSec: 20, columns: 5 };
const shares = (spans: [number, number][]) => [
  ...coveredColumns(
    spans.map(([start, end]) => ({ start_time: start, end_time: end })),
    view,
  ),
];

it('says how much of each column is covered', () => {
  expect(shares([[12, 15]])).toEqual([0, 1, 0.5, 0, 0]);
});

it('leaves out what lies beside the view, and cuts what reaches over its edge', () => {
  expect(shares([[0, 10]])).toEqual([0, 0, 0, 0, 0]);
  expect(
    shares([
      [0, 11],
      [19, 40],
    ]),
  ).toEqual([0.5, 0, 0, 0, 0.5]);
});

it('adds up short spans in one column', () => {
  expect(
    shares([
      [12, 12.5],
      [13, 13.5],
    ]),
  ).toEqual([0, 0.5, 0, 0, 0]);
});
