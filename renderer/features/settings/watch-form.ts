/** What is typed about automatic recording, and what it becomes. Pure. */
import type { SavedSource, Watch } from '../../../contract/recording.ts';
import type { WatchChange, WatchRequest } from '../../api/watches.ts';
import { type Weekday, schoolDays } from './watch-times.ts';

/** `kept`: the address the rule already has, which the page does not know. */
export type SourceChoice = 'kept' | 'typed' | `saved:${string}`;

export type WatchForm = {
  source: SourceChoice;
  address: string;
  days: Weekday[];
  from: string;
  to: string;
  title: string;
  class_name: string;
  subject: string;
  teacher_name: string;
  session_id: string;
};

export type WatchProblem = 'address' | 'days' | 'hours' | 'session_id';

const sessionId = /^[A-Za-z0-9._{}-]{1,100}$/;
const clock = /^([01]\d|2[0-3]):[0-5]\d$/;

/** @param profile who records here @param newId part of the session ids of a new rule */
export function formOf(
  watch: Watch | undefined,
  options: {
    sources: readonly SavedSource[];
    profile: { class_name: string; subject: string; teacher_name: string };
    newId: string;
  },
): WatchForm {
  const { sources, profile, newId } = options;
  if (watch === undefined) {
    const first = sources[0];
    return {
      source: first === undefined ? 'typed' : `saved:${first.source_id}`,
      address: '',
      days: [...schoolDays],
      from: '09:00',
      to: '16:00',
      title: '',
      class_name: profile.class_name,
      subject: profile.subject,
      teacher_name: profile.teacher_name,
      session_id: `auto-${newId}-{date}-{time}`,
    };
  }
  const template = watch.session_template;
  const isSaved = sources.some(({ source_id }) => watch.stream_url === `saved:${source_id}`);
  return {
    source: isSaved ? (watch.stream_url as `saved:${string}`) : 'kept',
    address: '',
    days: watch.days,
    from: watch.from,
    to: watch.to,
    title: template.title ?? '',
    class_name: template.class_name ?? '',
    subject: template.subject ?? '',
    teacher_name: template.teacher_name ?? '',
    session_id: template.session_id,
  };
}

export function problemsOf(form: WatchForm): WatchProblem[] {
  return [
    ...(form.source === 'typed' && form.address.trim() === '' ? ['address' as const] : []),
    ...(form.days.length === 0 ? ['days' as const] : []),
    ...(clock.test(form.from) && clock.test(form.to) && form.from !== form.to ? [] : ['hours' as const]),
    ...(sessionId.test(form.session_id.trim()) ? [] : ['session_id' as const]),
  ];
}

/** @param before the rule that is changed: what the form does not show of it stays */
export function changeIn(form: WatchForm, before: Watch | undefined): WatchChange {
  const streamUrl = form.source === 'typed' ? form.address.trim() : form.source;
  const {
    title: _title,
    class_name: _class,
    subject: _subject,
    teacher_name: _teacher,
    ...rest
  } = before?.session_template ?? { session_id: '' };
  const typed = Object.entries({
    title: form.title.trim(),
    class_name: form.class_name.trim(),
    subject: form.subject.trim(),
    teacher_name: form.teacher_name.trim(),
  }).filter(([, value]) => value !== '');
  return {
    ...(form.source === 'kept' ? {} : { stream_url: streamUrl }),
    session_template: { ...rest, ...Object.fromEntries(typed), session_id: form.session_id.trim() },
    days: form.days,
    from: form.from,
    to: form.to,
  };
}

export function requestIn(form: WatchForm): WatchRequest {
  const { stream_url = '', session_template, ...rest } = changeIn(form, undefined);
  return { ...rest, stream_url, session_template: session_template ?? { session_id: form.session_id } };
}
