import { describe, expect, it } from 'vitest';
import { type Draft, lessonDefaults, parseDraft, readDraft, rememberDraft, writeDraft } from './draft.ts';

function storage(): Pick<Storage, 'getItem' | 'setItem'> {
  const values = new Map<string, string>();
  return { getItem: (key) => values.get(key) ?? null, setItem: (key, value) => void values.set(key, value) };
}

const typed: Draft = {
  source: {
    kind: 'stream',
    screen: undefined,
    camera: undefined,
    microphone: null,
    address: 'rtmp://school/live/secret-key',
    savedId: undefined,
  },
  lesson: { title: '로그의 성질', class_name: '2학년 3반', teacher_name: '' },
};

describe('a draft', () => {
  it('outlives a reload as it was typed', () => {
    const tab = storage();
    writeDraft(tab, typed);
    expect(readDraft(tab, storage())).toEqual(typed);
  });

  it('gives the next lesson what rarely changes, without the title and without a secret', () => {
    const browser = storage();
    rememberDraft(browser, typed);
    const next = readDraft(storage(), browser);
    expect(next.lesson).toEqual({});
    expect(next.source).toEqual({ ...typed.source, address: '' });
    expect(lessonDefaults(browser, {})).toEqual({
      title: '',
      class_name: '2학년 3반',
      subject: '',
      teacher_name: '',
    });
  });

  it('prefers what is set for the teacher to what was used last', () => {
    const browser = storage();
    rememberDraft(browser, typed);
    const defaults = lessonDefaults(browser, { class_name: '', subject: '수학', teacher_name: '김수현' });
    expect(defaults).toMatchObject({ class_name: '2학년 3반', subject: '수학', teacher_name: '김수현' });
  });

  it('is begun anew when it cannot be read', () => {
    const broken = { getItem: () => '{', setItem: () => undefined };
    expect(readDraft(broken, broken).lesson).toEqual({});
    expect(parseDraft([])).toBeUndefined();
    expect(parseDraft({ source: { kind: 'tape', address: 7 } })?.source).toMatchObject({
      kind: undefined,
      address: '',
    });
  });
});
