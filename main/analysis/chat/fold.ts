/**
 * One spelling for what people type in many: form of the signs, repeats, spaces, digits, links. What is folded is for
 * machines; nobody sees it.
 */

/** Stands for an address; from the private use area, so that no text can hold it. */
export const linkSign = '\ue000';
/** Stands for a picture sign (emoji), beside the sign itself. */
export const emojiSign = '\ue001';

const initials = Array.from('ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ');
const vowels = Array.from('ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ');
const finals = ['', ...Array.from('ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ')];
const firstSyllable = 0xac00;
const lastSyllable = 0xd7a3;
const [initialUnits, vowelUnits, finalUnits] = [initials, vowels, finals].map((jamo) =>
  Uint16Array.from(jamo, (sign) => sign.charCodeAt(0)),
) as [Uint16Array, Uint16Array, Uint16Array];
/** The jamo of each syllable. */
const takenApart: readonly string[] = initials.flatMap((initial) =>
  vowels.flatMap((vowel) => finals.map((final) => `${initial}${vowel}${final}`)),
);

// NFKC would turn the jamo people type (ㅋㅋ) into halves of syllables, so runs of them are left out of it.
const notTypedJamo = /[^\u3130-\u318f]+/gu;
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u3164\uffa0\u115f\u1160]/gu;
/** Keyboard signs, syllables, typed jamo. */
const plain = /^[ -~\u3131-\u3163\uac00-\ud7a3]*$/u;
const tag =
  /<\/?(?:a|b|i|u|p|br|div|span|img|svg|script|style|iframe|h[1-6]|ul|ol|li|table|tr|td|em|strong|form|input|body|html)(?:\s+[a-z-]+=[^<>]{0,500})?\s*\/?>/giu;
const link =
  /(?:https?:\/\/|www\.)\S+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|kr|io|gg|me|ly|gl|app|shop|xyz|site|club|info|tv|link|store|online)\b(?:\/\S*)?/giu;

/** NFKC (Hangul composed, typed jamo left as they are), without signs that cannot be seen. Case is kept. */
export function cleanText(text: string): string {
  // Nearly every line: nothing to do, and what follows is the slowest part of reading one.
  if (plain.test(text)) return text.replaceAll(/ {2,}/gu, ' ').trim();
  return text
    .toWellFormed()
    .replaceAll(/[\t\n\r\v\f\u0085\u2028\u2029]/gu, ' ')
    .replaceAll(notTypedJamo, (run) => run.normalize('NFKC'))
    .replaceAll(/[\u1100-\u1112]/gu, (sign) => initials[(sign.codePointAt(0) ?? 0) - 0x11_00] ?? '')
    .replaceAll(/[\u1161-\u1175]/gu, (sign) => vowels[(sign.codePointAt(0) ?? 0) - 0x11_61] ?? '')
    .replaceAll(invisible, '')
    .replaceAll('\ufffd', '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

/** A line and the spellings of it that its readers share: each is made once. */
export type Spellings = { text: string; clean: string; folded: string };

export function spellingsOf(text: string): Spellings {
  const clean = cleanText(text);
  return { text, clean, folded: foldClean(clean) };
}

/** Lower case, links and tags taken out, three of a sign or more are two, every digit is 0. */
export function foldText(text: string): string {
  return foldClean(cleanText(text));
}

/** What most lines have nothing of is looked for first: taking it out is slower by far. */
function foldClean(clean: string): string {
  let folded = clean;
  if (folded.includes('<')) folded = folded.replaceAll(tag, ' ');
  if (folded.includes('.') || folded.includes(':')) folded = folded.replaceAll(link, linkSign);
  folded = folded.toLowerCase().replaceAll(/\d/gu, '0');
  if (mayRepeat(folded)) {
    folded = folded
      .replaceAll(/(\P{N})\1{2,}/gu, '$1$1')
      .replaceAll(/0{3,}/gu, '00')
      .replaceAll(/(.{2,3}?)\1{2,}/gu, '$1$1');
  }
  return folded.replaceAll(/\s+/gu, ' ').trim();
}

/** Whether anything of one to three signs may stand three times in a row; never says no wrongly. */
function mayRepeat(text: string): boolean {
  let single = 0;
  let double = 0;
  let triple = 0;
  for (let at = 1; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // Signs of two units: lengths are not what they seem.
    if (unit >= 0xd800 && unit <= 0xdfff) return true;
    single = unit === text.charCodeAt(at - 1) ? single + 1 : 0;
    double = at > 1 && unit === text.charCodeAt(at - 2) ? double + 1 : 0;
    triple = at > 2 && unit === text.charCodeAt(at - 3) ? triple + 1 : 0;
    if (single >= 2 || double >= 4 || triple >= 6) return true;
  }
  return false;
}

/** Syllables taken apart; everything else stays. `값` → `ㄱㅏㅄ`. */
export function toJamo(text: string): string {
  let result = '';
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const isTaken = code >= firstSyllable && code <= lastSyllable;
    result += isTaken ? (takenApart[code - firstSyllable] ?? '') : text[at];
  }
  return result;
}

/**
 * The units of `toJamo(text)` without its spaces.
 * @param units has room for three per unit of the text. @returns how many were put there
 */
export function putJamo(text: string, units: Uint16Array, from: number): number {
  let to = from;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x20) continue;
    if (code < firstSyllable || code > lastSyllable) {
      units[to] = code;
      to += 1;
      continue;
    }
    const index = code - firstSyllable;
    units[to] = initialUnits[Math.floor(index / 588)] ?? 0;
    units[to + 1] = vowelUnits[Math.floor((index % 588) / 28)] ?? 0;
    to += 2;
    if (index % 28 === 0) continue;
    units[to] = finalUnits[index % 28] ?? 0;
    to += 1;
  }
  return to - from;
}

export function isSyllable(sign: string): boolean {
  const code = sign.codePointAt(0) ?? 0;
  return code >= firstSyllable && code <= lastSyllable;
}

/** Whether the last syllable ends in a consonant; undefined when it is none. */
export function hasFinal(word: string): boolean | undefined {
  const code = word.codePointAt(word.length - 1) ?? 0;
  if (code < firstSyllable || code > lastSyllable) return undefined;
  return (code - firstSyllable) % 28 > 0;
}
