/** Signs on a screen that something new begins with it. Pure. */

/** Phases of a lesson as slides of Korean and English classes name them. */
const phases =
  /^(?:(?:오늘의\s*)?학습\s*(?:목표|내용|활동|정리|문제)|들어가기|도입|생각\s*열기|전개|정리(?:하기)?|마무리|요약|복습|핵심\s*정리|형성\s*평가|확인\s*문제|연습\s*문제|탐구(?:\s*활동)?|활동\s*\d*|모둠\s*활동|퀴즈|과제|숙제|차시\s*예고|다음\s*시간|토의|토론|발표|실험)/u;
const englishPhases =
  /^(?:objectives?|learning (?:goals?|objectives?)|goals|agenda|outline|warm[- ]?up|introduction|review|recap|summary|conclusion|practice|exercises?|activity|group work|quiz|homework|assignment|discussion|experiment|wrap[- ]?up|next (?:time|lesson))\b/i;

export function namesPhase(title: string): boolean {
  return phases.test(title) || englishPhases.test(title);
}

const roman = new Map(
  ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X'].map((n, at) => [n, at + 1]),
);
const romanSigns = 'ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ';
const circled = '①②③④⑤⑥⑦⑧⑨⑩';

/** Number of a top-level part (`2.`, `Ⅱ`, `제2장`, `Part 2`, `2단원`); undefined for none and for parts of parts. */
export function partNumber(heading: string): number | undefined {
  const line = heading.normalize('NFC').trim();
  const plain = /^\(?(\d{1,2})[.)](?![\d-])/.exec(line)?.[1];
  const named = /^(?:제\s*)?(\d{1,2})\s*(?:장|절|부|단원|차시|교시)(?=\s|$|[.:])/u.exec(line)?.[1];
  const english = /^(?:part|unit|chapter|section|lesson|step|topic)\s+(\d{1,2})\b/i.exec(line)?.[1];
  const digits = plain ?? named ?? english;
  if (digits !== undefined) return Number(digits);
  const letters = /^([IVX]{1,4})[.)]\s/.exec(line)?.[1];
  if (letters !== undefined) return roman.get(letters);
  for (const signs of [romanSigns, circled]) {
    const place = signs.indexOf(line.charAt(0));
    if (line !== '' && place >= 0) return place + 1;
  }
  return undefined;
}
