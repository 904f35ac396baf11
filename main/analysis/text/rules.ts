/** Finds the lines that are drawn between the rows of a table. */
import type { Box } from '../../../contract/analysis.ts';
import type { GreyPicture } from './grey-picture.ts';

const ruleStep = 20;
const ruleShare = 0.8;

/** @param rows of text in the area. @returns whether a line goes across between most of them */
export function hasRules(picture: GreyPicture, area: Box, rows: number): boolean {
  let rules = 0;
  let lastRule = Number.NEGATIVE_INFINITY;
  const from = Math.max(2, Math.floor(area.y));
  const to = Math.min(picture.height, Math.ceil(area.y + area.height));
  for (let y = from; y < to; y += 1) {
    let edges = 0;
    for (let x = Math.floor(area.x); x < Math.floor(area.x + area.width); x += 1) {
      const at = y * picture.width + x;
      if (Math.abs((picture.data[at] ?? 0) - (picture.data[at - 2 * picture.width] ?? 0)) > ruleStep)
        edges += 1;
    }
    if (edges < area.width * ruleShare) continue;
    if (y - lastRule > 6) rules += 1;
    lastRule = y;
  }
  return rules >= (rows - 1) * 0.6 && rules > 0;
}
