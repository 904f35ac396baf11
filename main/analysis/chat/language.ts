/** Korean, English or neither, by the grammar of the line: one Korean word with an ending makes it Korean. */
import type { ChatLanguage } from '../../../contract/chat-analysis.ts';
import { cleanText } from './fold.ts';

const hangul = /[\uac00-\ud7a3\u3131-\u3163]/gu;
const latin = /[a-z]/giu;
/** English words that Koreans type inside Korean lines are few and long; short lines are decided by share. */
const hangulWeight = 3;

export function languageOf(text: string): ChatLanguage {
  const clean = cleanText(text);
  const korean = clean.match(hangul)?.length ?? 0;
  const english = clean.match(latin)?.length ?? 0;
  if (korean === 0 && english === 0) return 'other';
  return korean * hangulWeight > english ? 'ko' : 'en';
}
