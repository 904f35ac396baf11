import { keptFormat } from './kept-format.ts';

const plurals = keptFormat((language) => new Intl.PluralRules(language));
const numbers = keptFormat((language) => new Intl.NumberFormat(language, { maximumFractionDigits: 1 }));

/** Puts values into a text: `{name}`, or `{name|one|other}` to choose a word as the language counts. Pure. */
export function fill(text: string, values: Record<string, string | number>, language: string): string {
  return text.replaceAll(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (whole, name: string, one, other) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (typeof one !== 'string') return typeof value === 'number' ? numbers(language).format(value) : value;
    return plurals(language).select(Number(value)) === 'one' ? one : String(other);
  });
}
