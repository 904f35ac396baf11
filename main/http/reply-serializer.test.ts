import { ResponseSerializationError } from 'fastify-type-provider-zod';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { infoSchema } from '../../contract/vod.ts';
import { compileReplySerializer } from './reply-serializer.ts';

const serialize = (schema: z.ZodType, data: unknown): unknown =>
  JSON.parse(compileReplySerializer({ schema, method: 'GET', url: '/x', httpStatus: '200' })(data));

const lesson = z.object({
  id: z.uuid(),
  title: z.string(),
  length: z.number(),
  state: z.enum(['ready', 'failed']),
  teacher: z.string().nullable(),
  error: z.object({ code: z.string() }).optional(),
  takes: z.array(z.object({ start: z.number() })),
  marks: z.array(z.tuple([z.int(), z.string()])),
});
const good = {
  id: '018f3c1e-7d1a-7bbb-8ccc-123456789abc',
  title: '‘수학’ "1"\n',
  length: 1.5,
  state: 'ready',
  teacher: null,
  takes: [{ start: 0 }],
  marks: [[2, 'a']],
};

describe('compileReplySerializer', () => {
  it('writes what the schema names, in its order, and leaves out what is absent', () => {
    expect(serialize(lesson, good)).toEqual(good);
    expect(serialize(z.array(lesson), [])).toEqual([]);
  });

  it('lets no field leave that the schema does not name, at any depth', () => {
    const loose = { ...good, secret: 1, error: { code: 'x', token: 'y' }, takes: [{ start: 0, path: '/' }] };
    expect(serialize(lesson, loose)).toEqual({ ...good, error: { code: 'x' } });
  });

  it('does not take a field from the prototype’s chain for an own one', () => {
    const schema = z.object({ toString: z.string().optional() });
    expect(() => serialize(schema, {})).toThrow(ResponseSerializationError);
  });

  it.each([
    ['a text where a number belongs', { ...good, length: '1.5' }],
    ['a number that JSON does not have', { ...good, length: Number.NaN }],
    ['an unknown choice', { ...good, state: 'lost' }],
    ['a missing field', { ...good, title: undefined }],
    ['an object where a list belongs', { ...good, takes: {} }],
    ['a wrong item in a list', { ...good, takes: [{ start: 0 }, { start: null }] }],
    ['a pair with a third', { ...good, marks: [[2, 'a', 'b']] }],
    ['a pair of other things', { ...good, marks: [['a', 2]] }],
    ['nothing', undefined],
  ])('refuses %s', (_, data) => {
    expect(() => serialize(lesson, data)).toThrow(ResponseSerializationError);
  });

  it('leaves schemas that do more than name a shape to zod', () => {
    const trimmed = z.object({ name: z.string().trim() });
    expect(serialize(trimmed, { name: ' a ' })).toEqual({ name: 'a' });
    expect(serialize(z.union([z.string(), lesson]), 'a')).toBe('a');
    expect(serialize(z.record(z.string(), z.number()), { a: 1 })).toEqual({ a: 1 });
    expect(serialize(z.looseObject({ a: z.number() }), { a: 1, b: 2 })).toEqual({ a: 1, b: 2 });
    expect(() => serialize(z.strictObject({ a: z.number() }), { a: 1, b: 2 })).toThrow(
      ResponseSerializationError,
    );
  });

  it('writes the same as zod for a lesson', () => {
    const info = {
      ...{ recording_id: good.id, session_id: 's-1', title: '수업', description: '', duration: 60.5 },
      ...{ created_at: '2026-03-02T00:00:00.000Z', session_date: '2026-03-02', teacher_id: null },
      ...{ teacher_name: '김', class_name: '', subject: '', student_count: 3, width: null, height: 1080 },
      ...{ video_codec: 'avc1.64001f', audio_codec: null, bitrate_kbps: 4000, size_bytes: 1 },
      ...{ resolutions: ['source', '720p'], status: 'ready', tags: ['가'], is_kept: false },
    };
    expect(serialize(infoSchema, { ...info, row_id: 7 })).toEqual(
      z.encode(infoSchema, infoSchema.parse(info)),
    );
  });
});
