/** Headings of the health report; what the parts say is in contract/, where the page reads it too. */
import type { HealthLanguage } from '../../contract/say-health.ts';

type Words = Record<
  | 'title'
  | 'made'
  | 'private'
  | 'parts'
  | 'part'
  | 'state'
  | 'meaning'
  | 'facts'
  | 'machine'
  | 'version'
  | 'system'
  | 'processor'
  | 'memory'
  | 'mode'
  | 'desktop'
  | 'server'
  | 'display'
  | 'timeZone'
  | 'yes'
  | 'no'
  | 'none'
  | 'encoders'
  | 'library'
  | 'lessons'
  | 'trash'
  | 'recorded'
  | 'used'
  | 'jobs'
  | 'work'
  | 'failures'
  | 'failuresHint'
  | 'where'
  | 'code'
  | 'count'
  | 'last'
  | 'recording'
  | 'log'
  | 'settings'
  | 'settingsHint'
  | 'setting'
  | 'value'
  | 'models'
  | 'model'
  | 'task'
  | 'used_now'
  | 'empty',
  string
> & { file: (date: string) => string; times: (count: number) => string };

const ko: Words = {
  title: '상태 보고서',
  made: '만든 때',
  private: '이 보고서에는 사람 이름, 수업 제목, 주소, 토큰이 들어 있지 않아요.',
  parts: '지금 상태',
  part: '무엇',
  state: '상태',
  meaning: '설명',
  facts: '값',
  machine: '컴퓨터와 프로그램',
  version: '버전',
  system: '운영 체제',
  processor: '프로세서',
  memory: '메모리',
  mode: '실행 방식',
  desktop: '데스크톱 앱',
  server: '서버',
  display: '화면 녹화',
  timeZone: '시간대',
  yes: '할 수 있어요',
  no: '할 수 없어요',
  none: '없어요',
  encoders: '변환기',
  library: '수업',
  lessons: '수업',
  trash: '휴지통',
  recorded: '녹화한 길이',
  used: '수업이 쓰는 공간',
  jobs: '작업',
  work: '종류',
  failures: '실패한 일',
  failuresHint: '코드로만 세요. 로그의 오류는 마지막으로 시작한 뒤부터예요.',
  where: '어디에서',
  code: '코드',
  count: '횟수',
  last: '마지막',
  recording: '녹화',
  log: '로그',
  settings: '바꾼 설정',
  settingsHint: '기본값과 다른 것 가운데 사람이나 주소를 알 수 없는 것만 있어요.',
  setting: '설정',
  value: '값',
  models: '모델',
  model: '모델',
  task: '하는 일',
  used_now: '사용 중',
  empty: '없어요.',
  file: (date) => `AIRClass 상태 보고서 ${date}`,
  times: (count) => `${count.toLocaleString('ko')}번`,
};

const en: Words = {
  title: 'Health report',
  made: 'Made',
  private: 'This report holds no names of people, lesson titles, addresses or tokens.',
  parts: 'How it is now',
  part: 'Part',
  state: 'State',
  meaning: 'Meaning',
  facts: 'Values',
  machine: 'Computer and program',
  version: 'Version',
  system: 'Operating system',
  processor: 'Processor',
  memory: 'Memory',
  mode: 'Runs as',
  desktop: 'Desktop app',
  server: 'Server',
  display: 'Screen recording',
  timeZone: 'Time zone',
  yes: 'Possible',
  no: 'Not possible',
  none: 'None',
  encoders: 'Encoders',
  library: 'Lessons',
  lessons: 'Lessons',
  trash: 'Trash',
  recorded: 'Recorded',
  used: 'Room the lessons take',
  jobs: 'Jobs',
  work: 'Kind',
  failures: 'What failed',
  failuresHint: 'Counted by code only. Errors of the log are those since the last start.',
  where: 'Where',
  code: 'Code',
  count: 'Times',
  last: 'Last',
  recording: 'recording',
  log: 'log',
  settings: 'Changed settings',
  settingsHint: 'What differs from the defaults and says nothing about people or addresses.',
  setting: 'Setting',
  value: 'Value',
  models: 'Models',
  model: 'Model',
  task: 'Does',
  used_now: 'In use',
  empty: 'None.',
  file: (date) => `AIRClass health report ${date}`,
  times: (count) => count.toLocaleString('en'),
};

export function reportWords(language: HealthLanguage): Words {
  return language === 'ko' ? ko : en;
}
