/** What the shell itself says: menus, tray, dialogs, notifications. The page has its own words. */
import type { ErrorCode } from '../../contract/errors.ts';
import type { AlarmKind } from '../../contract/recording.ts';

export type Language = 'ko' | 'en';

const korean = {
  appName: 'AIRClass 녹화기',
  open: '녹화기 열기',
  quit: '끝내기',
  preparing: '녹화기를 준비하고 있어요',
  idle: '녹화하고 있지 않아요',
  restarting: '녹화기를 다시 시작하고 있어요',
  failed: '녹화기를 시작하지 못했어요',
  connecting: '연결하는 중',
  recording: '녹화 중',
  paused: '일시정지',
  reconnecting: '신호를 기다리는 중',
  closing: '녹화를 마무리하는 중',
  hour: '시간',
  minute: '분',
  untitled: '제목 없는 수업',
  lessons: '수업 {count}개',
  stopRecording: '‘{title}’ 녹화 멈추기…',

  file: '파일',
  edit: '편집',
  view: '보기',
  window: '창',
  help: '도움말',
  newRecording: '새 녹화',
  importVideo: '영상 가져오기…',
  showDataFolder: '수업 폴더 열기',
  settings: '설정…',
  undo: '되돌리기',
  redo: '다시 하기',
  cut: '잘라내기',
  copy: '복사',
  paste: '붙여넣기',
  selectAll: '모두 선택',
  reload: '새로 고침',
  zoomIn: '크게',
  zoomOut: '작게',
  actualSize: '원래 크기',
  fullScreen: '전체 화면',
  minimize: '최소화',
  closeWindow: '창 닫기',
  devTools: '개발자 도구',
  showLog: '기록 파일 보기',
  about: 'AIRClass 녹화기 정보',
  hide: '가리기',
  hideOthers: '다른 앱 가리기',
  unhide: '모두 보기',

  closeTitle: '지금 녹화하고 있어요',
  closeDetail: '‘{title}’을(를) 녹화하고 있어요. 창을 닫아도 트레이에서 계속 녹화할 수 있어요.',
  keepInTray: '트레이에서 계속 녹화',
  stopAndQuit: '녹화를 마치고 끝내기',
  importingTitle: '영상을 가져오고 있어요',
  importingDetail:
    '영상 {count}개를 아직 다 가져오지 못했어요. 창을 닫아도 트레이에서 계속 가져올 수 있어요.',
  keepImporting: '트레이에서 계속 가져오기',
  dropAndQuit: '가져오기를 그만두고 끝내기',
  cancel: '취소',
  confirmStopTitle: '녹화를 멈출까요?',
  confirmStopDetail: '지금까지 녹화한 ‘{title}’은(는) 저장되고 바로 볼 수 있어요.',
  confirmStop: '녹화 멈추기',
  keepRecording: '계속 녹화',
  stopFailed: '녹화를 멈추지 못했어요',

  inTrayTitle: '트레이에서 계속 녹화하고 있어요',
  inTrayDetail: '트레이 아이콘을 누르면 다시 열려요.',
  importsInTray: '트레이에서 계속 영상을 가져오고 있어요',
  watchesInTray: '예약한 녹화가 있어서 트레이에서 기다려요',
  restarted: '녹화기가 다시 시작됐어요.',
  restartedRecording: '녹화기가 다시 시작됐어요. 녹화는 이어지고 있어요.',
  restartedStopped: '녹화기가 다시 시작됐지만 녹화가 이어지지 않았어요. 녹화를 다시 시작해 주세요.',
  recordingEnded: '‘{title}’ 녹화가 멈췄어요',
  endedSaved: '지금까지는 저장됐어요.',
  endedNoPicture: '들어오는 화면이 없어요. 입력을 확인하고 녹화를 다시 시작해 주세요.',
  endedDiskFull: '저장 공간이 가득 찼어요. 공간을 비우고 녹화를 다시 시작해 주세요.',
  endedNoFolder: '수업 폴더에 쓸 수 없어요. 디스크가 연결되어 있는지 확인해 주세요.',
  endedPassword: '주소의 아이디나 비밀번호가 맞지 않아요. 고친 뒤 녹화를 다시 시작해 주세요.',
  endedDeviceBusy: '화면, 카메라 또는 마이크를 열 수 없어요. 다른 프로그램이 쓰고 있는지 확인해 주세요.',
  endedUnknown: '녹화 프로그램이 갑자기 멈췄어요. 녹화를 다시 시작해 주세요.',
  diskLow: '저장 공간이 {minutes}분 분량 남았어요',
  diskLowDetail: '안 보는 수업을 지우거나 다른 폴더를 골라 주세요.',

  gaveUpTitle: '녹화기를 시작하지 못했어요',
  gaveUpDetail: '여러 번 다시 시작해 봤지만 바로 멈췄어요. 저장된 수업은 그대로 있어요.',
  gaveUpSteps: [
    '‘다시 시도’를 눌러 주세요. 다른 AIRClass 녹화기가 켜져 있으면 먼저 꺼 주세요.',
    '수업을 저장하는 디스크가 연결되어 있고 공간이 남아 있는지 확인해 주세요.',
    '그래도 안 되면 ‘기록 파일 보기’에서 파일을 담당 선생님께 보내 주세요.',
  ].join('\n'),
  gaveUpLog: '녹화기가 마지막으로 남긴 말',
  retry: '다시 시도',
  chooseFolder: '수업 폴더 바꾸기',
  pickFolder: '수업을 저장할 폴더',
  pickBackupFolder: '백업할 폴더',
  pickVideo: '가져올 영상',
  saveAs: '저장',
  videoFiles: '영상',
  pickUpdate: '업데이트 파일',
  updateFiles: 'AIRClass 녹화기 업데이트',
  updatedTitle: '새 버전 {version}을 쓰고 있어요',
  updatedDetail: '수업과 설정은 그대로예요.',
  rolledBackTitle: '새 버전 {version}이 작동하지 않아 전 버전으로 돌아왔어요',
  rolledBackDetail: '{to} 버전이 다시 작동해요. 녹화한 수업은 그대로 있어요.',
  rolledBackAside:
    '{to} 버전이 다시 작동해요. 새 버전에서 녹화한 수업의 파일은 남아 있지만 목록에는 없어요. 담당 선생님께 알려 주세요.',
  allFiles: '모든 파일',
} as const;

type Words = Record<keyof typeof korean, string>;

const english: Words = {
  appName: 'AIRClass Recorder',
  open: 'Open the recorder',
  quit: 'Quit',
  preparing: 'Getting the recorder ready',
  idle: 'Not recording',
  restarting: 'Starting the recorder again',
  failed: 'The recorder could not start',
  connecting: 'Connecting',
  recording: 'Recording',
  paused: 'Paused',
  reconnecting: 'Waiting for the signal',
  closing: 'Finishing the recording',
  hour: ' h',
  minute: ' min',
  untitled: 'Untitled lesson',
  lessons: '{count} lessons',
  stopRecording: 'Stop recording “{title}”…',

  file: 'File',
  edit: 'Edit',
  view: 'View',
  window: 'Window',
  help: 'Help',
  newRecording: 'New recording',
  importVideo: 'Import a video…',
  showDataFolder: 'Open the lesson folder',
  settings: 'Settings…',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  reload: 'Reload',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  actualSize: 'Actual size',
  fullScreen: 'Full screen',
  minimize: 'Minimise',
  closeWindow: 'Close window',
  devTools: 'Developer tools',
  showLog: 'Show the log file',
  about: 'About AIRClass Recorder',
  hide: 'Hide',
  hideOthers: 'Hide others',
  unhide: 'Show all',

  closeTitle: 'A lesson is being recorded',
  closeDetail: '“{title}” is being recorded. It can go on in the tray when the window is closed.',
  keepInTray: 'Keep recording in the tray',
  stopAndQuit: 'Finish the recording and quit',
  importingTitle: 'Videos are being imported',
  importingDetail:
    '{count} of them are not there yet. The import can go on in the tray when the window is closed.',
  keepImporting: 'Keep importing in the tray',
  dropAndQuit: 'Give the import up and quit',
  cancel: 'Cancel',
  confirmStopTitle: 'Stop recording?',
  confirmStopDetail: 'What was recorded of “{title}” is saved and can be played at once.',
  confirmStop: 'Stop recording',
  keepRecording: 'Keep recording',
  stopFailed: 'The recording could not be stopped',

  inTrayTitle: 'Still recording, in the tray',
  inTrayDetail: 'Click the tray icon to open the recorder again.',
  importsInTray: 'Still importing, in the tray',
  watchesInTray: 'Waiting in the tray for planned recordings',
  restarted: 'The recorder was started again.',
  restartedRecording: 'The recorder was started again. The recording goes on.',
  restartedStopped: 'The recorder was started again, but the recording did not go on. Please start it again.',
  recordingEnded: 'Recording “{title}” stopped',
  endedSaved: 'What was recorded until then is saved.',
  endedNoPicture: 'No picture comes in. Check the source, then start the recording again.',
  endedDiskFull: 'The disk is full. Make room, then start the recording again.',
  endedNoFolder: 'The lesson folder cannot be written. Check that its disk is connected.',
  endedPassword: 'The name or password of the address is wrong. Correct it, then start the recording again.',
  endedDeviceBusy:
    'The screen, camera or microphone cannot be opened. Check whether another program uses it.',
  endedUnknown: 'The recording program stopped unexpectedly. Please start the recording again.',
  diskLow: 'Room for {minutes} minutes is left',
  diskLowDetail: 'Delete lessons that are no longer needed, or choose another folder.',

  gaveUpTitle: 'The recorder could not start',
  gaveUpDetail: 'It was started several times and ended at once. Lessons that were saved are safe.',
  gaveUpSteps: [
    'Press “Try again”. If another AIRClass Recorder is running, quit it first.',
    'Check that the disk with the lessons is connected and has room.',
    'If that does not help, send the file behind “Show the log file” to whoever looks after this PC.',
  ].join('\n'),
  gaveUpLog: 'The last the recorder said',
  retry: 'Try again',
  chooseFolder: 'Change the lesson folder',
  pickFolder: 'Folder for lessons',
  pickBackupFolder: 'Folder for backups',
  pickVideo: 'Video to import',
  saveAs: 'Save',
  videoFiles: 'Videos',
  pickUpdate: 'Update file',
  updateFiles: 'Updates of AIRClass Recorder',
  updatedTitle: 'Version {version} is running now',
  updatedDetail: 'Lessons and settings are as they were.',
  rolledBackTitle: 'Version {version} did not work: the one before is back',
  rolledBackDetail: 'Version {to} runs again. Lessons that were recorded are safe.',
  rolledBackAside:
    'Version {to} runs again. Files of lessons recorded under the new version are there, but not in the list. Please tell whoever looks after this PC.',
  allFiles: 'All files',
};

export type WordKey = keyof typeof korean;
/** Looks a text up and fills `{name}`s in. */
export type Say = (key: WordKey, values?: Readonly<Record<string, string | number>>) => string;

export function wordsIn(language: Language): Say {
  const words: Words = language === 'ko' ? korean : english;
  return (key, values = {}) =>
    words[key].replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

const alarmWords: Record<Language, Record<AlarmKind, { title: string; body: string }>> = {
  ko: {
    no_data: {
      title: '화면이 들어오지 않아요',
      body: '케이블과 송출을 확인해 주세요. 신호가 돌아오면 이어서 녹화해요.',
    },
    black_picture: {
      title: '화면이 검게 나와요',
      body: '카메라 덮개나 화면 공유를 확인해 주세요. 녹화는 계속돼요.',
    },
    frozen_picture: { title: '화면이 멈춰 있어요', body: '송출 프로그램을 확인해 주세요. 녹화는 계속돼요.' },
    silent: { title: '소리가 들리지 않아요', body: '마이크가 켜져 있는지 확인해 주세요. 녹화는 계속돼요.' },
    clipped: { title: '소리가 너무 커서 깨져요', body: '마이크 음량을 조금 낮춰 주세요.' },
    low_room: {
      title: '저장 공간이 얼마 남지 않았어요',
      body: '안 보는 수업을 지워 주세요. 다 차기 전에 안전하게 저장하고 멈춰요.',
    },
  },
  en: {
    no_data: {
      title: 'No picture comes in',
      body: 'Check the cable and the sender. The recording goes on when the signal returns.',
    },
    black_picture: {
      title: 'The picture is black',
      body: 'Check the camera or the shared screen. Recording goes on.',
    },
    frozen_picture: {
      title: 'The picture stands still',
      body: 'Check the sending program. Recording goes on.',
    },
    silent: { title: 'There is no sound', body: 'Check that the microphone is on. Recording goes on.' },
    clipped: { title: 'The sound is too loud', body: 'Turn the microphone down a little.' },
    low_room: {
      title: 'Little room is left',
      body: 'Delete lessons that are no longer needed. Before the disk is full the lesson is saved and ended.',
    },
  },
};

export function alarmText(language: Language, kind: AlarmKind): { title: string; body: string } {
  return alarmWords[language][kind];
}

const endWords: Partial<Record<ErrorCode, WordKey>> = {
  media_empty: 'endedNoPicture',
  source_lost: 'endedNoPicture',
  source_not_found: 'endedNoPicture',
  source_timeout: 'endedNoPicture',
  source_unavailable: 'endedNoPicture',
  source_unsupported: 'endedNoPicture',
  disk_full: 'endedDiskFull',
  storage_unavailable: 'endedNoFolder',
  source_auth_failed: 'endedPassword',
  source_device_busy: 'endedDeviceBusy',
  source_in_use: 'endedDeviceBusy',
};

/** Why a lesson ended by itself, and what to do. @param code undefined: nothing usable came */
export function endWord(code: ErrorCode | undefined): WordKey {
  return code === undefined ? 'endedNoPicture' : (endWords[code] ?? 'endedUnknown');
}

/** `23분`, `1시간 5분`, `1 h 5 min`; whole minutes. */
export function spokenDuration(say: Say, seconds: number): string {
  const minutes = Math.floor(Math.max(0, seconds) / 60);
  const rest = `${minutes % 60}${say('minute')}`;
  return minutes < 60 ? rest : `${Math.floor(minutes / 60)}${say('hour')} ${rest}`;
}
