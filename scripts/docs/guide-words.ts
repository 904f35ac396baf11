/** Words that the guides for teachers set in bold although the page does not say them: of the systems, and their own. */
export const notOfThePage: ReadonlySet<string> = new Set([
  // Windows and macOS
  'Windows의 PC 보호',
  '추가 정보',
  '실행',
  '그래도 열기',
  'Windows protected your PC',
  'More info',
  'Run anyway',
  'Open Anyway',
  // the guides' own
  '굵은 글씨',
  'Bold words',
  'Windows',
  'macOS',
  'Linux',
  '녹화한 수업은 그대로 남습니다.',
  'Your lessons stay.',
]);
