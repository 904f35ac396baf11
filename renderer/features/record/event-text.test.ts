import { expect, it } from 'vitest';
import { createEventParser } from './event-text.ts';

it('reads events however the text is cut', () => {
  const text =
    ': hello\n\nevent: level\ndata: {"rms_db":-20}\n\nid: 7\ndata: a\r\ndata: b\r\n\r\nevent: end\n\n';
  for (let size = 1; size < text.length; size += 1) {
    const parse = createEventParser();
    const events = [];
    for (let at = 0; at < text.length; at += size) events.push(...parse(text.slice(at, at + size)));
    expect(events).toEqual([
      { name: 'level', data: '{"rms_db":-20}' },
      { name: 'message', data: 'a\nb' },
    ]);
  }
});
