/** The title a screen gives a chapter: its heading without bullets and numbers, or its first line that says something. Pure. */

/** A chapter's title stands on one line of a list. */
const longestTitle = 60;

/** `•`, `-`, `▶` and the like at the beginning of a line. */
const bullet = /^[\s•·‣▪■□●○◆◇▶▷►※*–—\-_=~>|]+/u;
/**
 * `3.`, `3)`, `(3)`, `3-2.`, `③`, `Ⅲ.`, `IV.`, `가.`, `B)`: a number by itself with its mark. `3D`, `1차 함수`, `제2장` and
 * `Unit 3` are words of the title.
 */
const numbering =
  /^(?:[①-⑳❶-❿Ⅰ-Ⅻ]\s*[.)]?|\(?(?:\d{1,2}(?:[-.]\d{1,2})*|[IVX]{1,4}|[가나다라마바사아자차카타파하]|[A-Z])[.)](?=\s|\p{L})|\d{1,2}(?:[-.]\d{1,2})+(?=\s)|\d{1,2}(?=\s{1,3}\p{L}))\s*/u;
/** `(2)`, `(2/3)`, `2/3`, `(계속)`, `(cont.)` at the end: the same topic goes on. */
const continuation =
  /\s*(?:\(\s*(?:\d{1,2}(?:\s*\/\s*\d{1,2})?|계속|이어서|cont(?:inued|['’]?d)?\.?)\s*\)|\b\d{1,2}\s*\/\s*\d{1,2}|[-–:]\s*(?:계속|continued))\s*$/iu;

export function cleanTitle(line: string): string {
  const bare = line.normalize('NFC').replace(bullet, '');
  const words = bare
    .replace(numbering, '')
    .replace(continuation, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/[\s:;,.·\-–—|_]+$/u, '')
    .trim();
  return saysSomething(words) ? shortened(words) : '';
}

/** Two letters at least; a lone number or a row of signs is no title. */
function saysSomething(text: string): boolean {
  return (text.match(/\p{L}/gu)?.length ?? 0) >= 2;
}

function shortened(text: string): string {
  if (text.length <= longestTitle) return text;
  const cut = text.slice(0, longestTitle);
  const lastSpace = cut.lastIndexOf(' ');
  return `${cut.slice(0, lastSpace > longestTitle / 2 ? lastSpace : longestTitle).trimEnd()}…`;
}

export type ScreenWords = {
  /** Empty when the screen has no words to offer. */
  title: string;
  /** The title is the screen's own heading, not merely its first line. */
  isHeading: boolean;
  /** What stands on it, without lines that stand on most screens. */
  lines: string[];
};

type ScreenText = { heading: string; text: string };

/** A line on so large a share of the screens is a running head, a logo or a page footer. */
const runningShare = 0.5;
const fewestScreensForRunning = 5;

/** Titles and words of all screens of a lesson; running heads are told apart by looking at them together. */
export function wordsOfScreens(screens: readonly ScreenText[]): ScreenWords[] {
  const counts = new Map<string, number>();
  for (const screen of screens) {
    for (const key of new Set(linesOf(screen).map(lineKey))) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const isRunning = (line: string): boolean =>
    screens.length >= fewestScreensForRunning &&
    (counts.get(lineKey(line)) ?? 0) >= screens.length * runningShare;
  return screens.map((screen) => {
    const lines = linesOf(screen).filter((line) => !isRunning(line));
    const heading = isRunning(screen.heading) ? '' : cleanTitle(screen.heading);
    if (heading !== '') return { title: heading, isHeading: true, lines };
    const title = lines.map(cleanTitle).find((line) => line !== '') ?? '';
    return { title, isHeading: false, lines };
  });
}

function linesOf({ heading, text }: ScreenText): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  // The heading is one of the lines; where it is not, its words count all the same.
  const all = lines.includes(heading.trim()) ? lines : [heading.trim(), ...lines];
  return all.filter((line) => line !== '');
}

/** Page numbers in a footer change; the line is the same. */
function lineKey(line: string): string {
  return line.toLowerCase().replaceAll(/[\d\s\p{P}]+/gu, '');
}
