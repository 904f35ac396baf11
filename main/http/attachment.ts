/** The Content-Disposition of a download (RFC 6266): a plain name for everyone, the real one for those who can. */

export function attachmentHeader(filename: string): string {
  // A control character would end the header; a separator would name another folder.
  const name =
    filename
      .toWellFormed()
      .replaceAll(/[\p{Cc}\p{Cf}\\/:*?"<>|]+/gu, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim() || 'lesson.mp4';
  const plain = name.replaceAll(/[^\x20-\x7e]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
