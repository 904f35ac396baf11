import { describe, expect, it } from 'vitest';
import { endWords } from './end-words.ts';

const error = (code: 'disk_full' | 'source_auth_failed') => ({ error: { code, detail: '' } });

describe('the end of a lesson', () => {
  it('is calm only when somebody wanted it', () => {
    expect(endWords({ status: 'processing' })).toEqual({ text: 'record.done', tone: 'calm', hasMedia: true });
    expect(endWords({ status: 'ready', ...error('disk_full') })).toEqual({
      text: 'record.ended_early',
      why: 'error.disk_full',
      tone: 'attention',
      hasMedia: true,
    });
  });

  it('says why nothing was recorded, and offers nothing to see', () => {
    expect(endWords({ status: 'failed', ...error('source_auth_failed') })).toEqual({
      text: 'record.ended_without',
      why: 'error.source_auth_failed',
      tone: 'attention',
      hasMedia: false,
    });
  });

  it('is not told before it is certain', () => {
    expect(endWords({ status: 'stopping' })).toBeUndefined();
    expect(endWords({ status: 'interrupted' })).toBeUndefined();
  });
});
