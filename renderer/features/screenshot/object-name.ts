import { type Translate, isTextKey } from '../../i18n/language.tsx';

/** Name of a thing in the page's language; models name what they were taught in English. */
export function objectName(label: string, t: Translate): string {
  const key = `object.${label.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`;
  return isTextKey(key) ? t(key) : label;
}
