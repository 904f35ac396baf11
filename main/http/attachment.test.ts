import { describe, expect, test } from 'vitest';
import { attachmentHeader } from './attachment.ts';

describe('attachmentHeader', () => {
  test('keeps a Korean name for those who understand it', () => {
    expect(attachmentHeader('수학 1.mp4')).toBe(
      `attachment; filename="__ 1.mp4"; filename*=UTF-8''%EC%88%98%ED%95%99%201.mp4`,
    );
  });

  test('lets no name end the header or leave the folder', () => {
    const header = attachmentHeader('../a"\r\nSet-Cookie: x=1\\b\u202e.mp4');
    expect(header).toMatch(/^attachment; filename="[\w .=-]+"; filename\*=UTF-8''[\w.%-]+$/);
    expect(attachmentHeader('///')).toContain('lesson.mp4');
  });
});
