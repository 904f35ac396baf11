import { keptFormat } from './kept-format.ts';

const plurals = keptFormat((language) => new Intl.PluralRules(language));
const numbers = keptFormat((language) => new Intl.NumberFormat(language, { maximumFractionDigits: 1 }));

/** Every language of the page groups whole numbers alike, and the first `Intl` format of a page takes longer than all its text. */
function numberText(value: number, language: string): string {
  return Number.isSafeInteger(value) && value >= 0
    ? String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ',')
    : numbers(language).format(value);
}

/** Puts values into a text: `{name}`, or `{name|one|other}` to choose a word as the language counts. Pure. */
export function fill(text: string, values: Record<string, string | number>, language: string): string {
  return text.replaceAll(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (whole, name: string, one, other) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (typeof one !== 'string') return typeof value === 'number' ? numberText(value, language) : value;
    return plurals(language).select(Number(value)) === 'one' ? one : String(other);
  });
}
