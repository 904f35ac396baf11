/** Names of single settings: `recording.alarms.silent_after_seconds`. Pure. */
import type { Settings } from '../../../contract/settings.ts';

type Leaf = string | number | boolean | null | readonly unknown[];
type PathIn<T, Before extends string = ''> = {
  [K in keyof T & string]: T[K] extends Leaf ? `${Before}${K}` : PathIn<T[K], `${Before}${K}.`>;
}[keyof T & string];
type ValueIn<T, P extends string> = P extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? ValueIn<T[Head], Rest>
    : never
  : P extends keyof T
    ? T[P]
    : never;

export type SettingPath = PathIn<Settings>;
export type SettingValue<P extends SettingPath> = ValueIn<Settings, P>;

export function readSetting<P extends SettingPath>(settings: Settings, path: P): SettingValue<P> {
  let at: unknown = settings;
  for (const name of path.split('.')) at = (at as Record<string, unknown>)[name];
  return at as SettingValue<P>;
}

/** The change that sets one setting and leaves the others. */
export function changeOf<P extends SettingPath>(path: P, value: SettingValue<P>): Record<string, unknown> {
  return path.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as Record<
    string,
    unknown
  >;
}

export function isSameValue(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
