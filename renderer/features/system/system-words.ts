/**
 * Words that only this screen says, fetched with it: those of the first screen are read before anything is drawn. What
 * the parts say comes from the contract, where the saved report has it too.
 */
import { useLanguage } from '../../i18n/language.tsx';

const ko = {
  title: '상태',
  hint: '녹화기가 잘 돌아가는지 한눈에 봐요. 이 화면이 열려 있는 동안 15초마다 다시 확인해요.',
  checkedAt: '{time}에 확인했어요',
  save: '상태 보고서 저장',
  saveHint: '관리하는 분께 보내거나 인쇄할 수 있어요. 이름, 수업 제목, 주소는 들어가지 않아요.',
  reportName: 'AIRClass 상태 보고서 {date}.html',
  toDo: '확인할 것',
  allParts: '모든 부분',
  otherParts: '괜찮은 부분',
  room: '저장 공간',
  versions: '버전',
  program: '프로그램',
  computer: '컴퓨터',
  uptime: '켜져 있은 시간',
  mode: '실행 방식',
  details: '자세히',
  toRecord: '녹화 화면 보기',
  toTrash: '휴지통 비우기',
  toLongest: '긴 수업부터 보기',
  toFolder: '저장 폴더 보기',
  toTools: '녹화 도구 보기',
  toBackup: '백업 보기',
  toWatches: '자동 녹화 보기',
  toLibrary: '수업 목록 보기',
  toActivity: '작업에서 다시 해 보기',
  toWaiting: '작업 보기',
  toModels: '모델 보기',
  toAnalysis: '분석 설정 보기',
};
export type SystemWord = keyof typeof ko;

const en: Record<SystemWord, string> = {
  title: 'Health',
  hint: 'How the recorder is, at a glance. Checked again every 15 seconds while this screen is open.',
  checkedAt: 'Checked at {time}',
  save: 'Save health report',
  saveHint:
    'To send to whoever looks after the recorder, or to print. No names, lesson titles or addresses are in it.',
  reportName: 'AIRClass health report {date}.html',
  toDo: 'To check',
  allParts: 'All parts',
  otherParts: 'Parts that are fine',
  room: 'Storage',
  versions: 'Versions',
  program: 'Program',
  computer: 'Computer',
  uptime: 'Running for',
  mode: 'Runs as',
  details: 'Details',
  toRecord: 'Go to Record',
  toTrash: 'Empty the trash',
  toLongest: 'Show longest lessons first',
  toFolder: 'Show the folder',
  toTools: 'Show the recording tool',
  toBackup: 'Show the backup',
  toWatches: 'Show automatic recording',
  toLibrary: 'Show the lessons',
  toActivity: 'Try again under Activity',
  toWaiting: 'Show Activity',
  toModels: 'Show models',
  toAnalysis: 'Show analysis settings',
};

export function useSystemWords(): (word: SystemWord, values?: Record<string, string>) => string {
  const { language } = useLanguage();
  const words = language === 'ko' ? ko : en;
  return (word, values = {}) =>
    words[word].replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
