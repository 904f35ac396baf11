/** Korean, English or neither, by the grammar of the line: one Korean word with an ending makes it Korean. */
import type { ChatLanguage } from '../../../contract/chat-analysis.ts';

/** English words that Koreans type inside Korean lines are few and long; short lines are decided by share. */
const hangulWeight = 3;

/** @param clean by `cleanText` */
export function languageOf(clean: string): ChatLanguage {
  let korean = 0;
  let english = 0;
  for (let at = 0; at < clean.length; at += 1) {
    const unit = clean.charCodeAt(at);
    if ((unit >= 0xac00 && unit <= 0xd7a3) || (unit >= 0x3131 && unit <= 0x3163)) korean += 1;
    else if (isLatin(unit)) english += 1;
  }
  if (korean === 0 && english === 0) return 'other';
  return korean * hangulWeight > english ? 'ko' : 'en';
}

function isLatin(unit: number): boolean {
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}
