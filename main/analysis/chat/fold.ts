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

/** Lower case, links and tags taken out, three of a sign or more are two, every digit is 0. */
export function foldText(text: string): string {
  return cleanText(text)
    .replaceAll(tag, ' ')
    .replaceAll(link, linkSign)
    .toLowerCase()
    .replaceAll(/\d/gu, '0')
    .replaceAll(/(\P{N})\1{2,}/gu, '$1$1')
    .replaceAll(/0{3,}/gu, '00')
    .replaceAll(/(.{2,3}?)\1{2,}/gu, '$1$1')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

/** Syllables taken apart; everything else stays. `값` → `ㄱㅏㅄ`. */
export function toJamo(text: string): string {
  let result = '';
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    if (code < firstSyllable || code > lastSyllable) {
      result += sign;
      continue;
    }
    const index = code - firstSyllable;
    result += initials[Math.floor(index / 588)] ?? '';
    result += vowels[Math.floor((index % 588) / 28)] ?? '';
    result += finals[index % 28] ?? '';
  }
  return result;
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
