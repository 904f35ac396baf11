/** Both languages have the same words for everything the page says, and none that it does not say. */
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../contract/errors.ts';
import { jobKinds } from '../../contract/jobs.ts';
import { alarmKinds, gapReasons, recordingStatuses } from '../../contract/recording.ts';
import english from './en.json';
import korean from './ko.json';

const texts: { ko: Record<string, string>; en: Record<string, string> } = { ko: korean, en: english };
const keys = Object.keys(korean);

const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const code = Object.values(sources).join('\n');

/** Keys that stand in the sources between quotes. */
const written = new Set(
  [...code.matchAll(/(['"`])([A-Za-z0-9_]+\.[A-Za-z0-9_.]+)\1/g)].map((match) => match[2]),
);
/** Keys that are put together: `error.${code}`. */
const patterns = [...new Set(code.match(/`[A-Za-z0-9_]+\.[A-Za-z0-9_.]*\$\{[^`]+`/g) ?? [])].map((template) =>
  patternOf(template),
);

function patternOf(template: string): RegExp {
  const parts = template
    .slice(1, -1)
    .split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/)
    .map((part) => part.replaceAll('.', '\\.'));
  return new RegExp(`^${parts.join('[A-Za-z0-9_]+')}$`);
}

/** Names in braces, each once, in no order: languages put them where they need them. */
function valuesIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? ''))].toSorted();
}

const isUntranslated = (key: string) =>
  /[가-힣]/.test(texts.ko[key] ?? '') && texts.ko[key] === texts.en[key];

describe('words of the page', () => {
  it('are the same in both languages', () => {
    expect(Object.keys(english)).toEqual(keys);
  });

  it('are never empty', () => {
    for (const words of Object.values(texts)) {
      expect(Object.entries(words).filter(([, text]) => text.trim() === '')).toEqual([]);
    }
  });

  it('take the same values in both languages', () => {
    const differing = keys.filter((key) => {
      const [ko, en] = [valuesIn(texts.ko[key] ?? ''), valuesIn(texts.en[key] ?? '')];
      return ko.join() !== en.join();
    });
    expect(differing).toEqual([]);
  });

  it('are all said somewhere', () => {
    const unused = keys.filter((key) => !written.has(key) && !patterns.some((pattern) => pattern.test(key)));
    expect(unused).toEqual([]);
  });

  it('are there wherever the page asks for them', () => {
    const asked = [...code.matchAll(/\bt\(\s*'([A-Za-z0-9_.]+)'/g)].map((match) => match[1] ?? '');
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter((key) => !(key in korean))).toEqual([]);
  });

  it.each([
    ['error', [...errorCodes, 'unreachable']],
    ['job', jobKinds],
    ['status', recordingStatuses],
    ['alarm', alarmKinds],
    ['gap', gapReasons],
  ])('there are words for every %s of the contract', (prefix, names) => {
    expect(names.filter((name) => !(`${prefix}.${name}` in korean))).toEqual([]);
  });

  it('speak 해요체 in Korean, and have been translated', () => {
    expect(keys.filter((key) => /니다(?:[.!?…”]|$)/m.test(texts.ko[key] ?? ''))).toEqual([]);
    expect(keys.filter(isUntranslated)).toEqual([]);
  });
});

it.each(['ko', 'en'] as const)(
  'names its numbers by their names in %s: # stands for nothing here',
  (language) => {
    const wrong = Object.entries(texts[language]).filter(([, text]) => /\{[^}]*#[^}]*\}/.test(text));
    expect(wrong).toEqual([]);
  },
);
