/** What a lesson is called when nobody names it: class and subject when they are known, and the day. Pure. */
import type { Language } from '../../i18n/language.tsx';

/** @param bare name for a day alone, `{day}` in it */
export function suggestedTitle(
  lesson: { class_name: string; subject: string },
  now: Date,
  language: Language,
  bare: (day: string) => string,
): string {
  const day = new Intl.DateTimeFormat(language, { month: 'long', day: 'numeric' }).format(now);
  const about = [lesson.class_name.trim(), lesson.subject.trim()].filter((part) => part !== '').join(' ');
  return about === '' ? bare(day) : `${about} · ${day}`;
}
