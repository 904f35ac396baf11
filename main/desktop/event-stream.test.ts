import { describe, expect, test } from 'vitest';
import { parseEvents } from './event-stream.ts';

const payload = { free_minutes: 12, free_bytes: 34 };
const stream = `retry: 2000\n\nid: e.0\nevent: hello\ndata: {}\n\n: still here\n\nid: e.1\nevent: disk.low\ndata: ${JSON.stringify(payload)}\n\n`;

describe('event stream', () => {
  test('reads events, remembers the last id and passes comments over', () => {
    expect(parseEvents(stream)).toEqual({
      events: [{ name: 'hello' }, { name: 'disk.low', payload }],
      lastId: 'e.1',
      rest: '',
    });
  });

  test('is the same wherever the stream is cut', () => {
    for (let at = 0; at <= stream.length; at += 1) {
      const first = parseEvents(stream.slice(0, at));
      const second = parseEvents(first.rest + stream.slice(at));
      expect([...first.events, ...second.events]).toHaveLength(2);
      expect(second.lastId ?? first.lastId).toBe('e.1');
    }
  });

  test('skips what it does not know or cannot use', () => {
    const text =
      'event: unheard.of\ndata: {}\n\nevent: disk.low\ndata: {"free_minutes":"many"}\n\nevent: toString\ndata: {}\n\n';
    expect(parseEvents(text).events).toEqual([]);
  });
});
