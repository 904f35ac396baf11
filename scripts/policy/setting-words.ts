/** What each setting is called in the editor of Group Policy. `npm run policy:template` fails when one is missing. */
export type Words = { ko: string; en: string };

export const categoryWords: Readonly<Record<string, Words>> = {
  general: { ko: '일반', en: 'General' },
  profile: { ko: '새 수업의 기본값', en: 'What a new lesson starts with' },
  recording: { ko: '녹화', en: 'Recording' },
  library: { ko: '보관', en: 'Keeping' },
  backup: { ko: '백업', en: 'Backup' },
  processing: { ko: '화질과 변환', en: 'Resolutions' },
  analysis: { ko: '분석', en: 'Analysis' },
  updates: { ko: '업데이트', en: 'Updates' },
};

export const choiceWords: Readonly<Record<string, Words>> = {
  'language.ko': { ko: '한국어', en: 'Korean' },
  'language.en': { ko: '영어', en: 'English' },
  'appearance.theme.auto': { ko: 'PC 설정을 따름', en: 'As the PC' },
  'appearance.theme.light': { ko: '밝게', en: 'Light' },
  'appearance.theme.dark': { ko: '어둡게', en: 'Dark' },
  'analysis.when.after_class': { ko: '녹화가 끝난 뒤', en: 'After class' },
  'analysis.when.when_idle': { ko: 'PC가 한가할 때', en: 'When the PC has nothing to do' },
};

export const settingWords: Readonly<Record<string, Words>> = {
  time_zone: { ko: '시간대(IANA 이름, 예: Asia/Seoul)', en: 'Time zone (IANA name, such as Asia/Seoul)' },
  language: { ko: '언어', en: 'Language' },
  'appearance.theme': { ko: '화면 테마', en: 'Theme' },
  'profile.teacher_name': { ko: '교사 이름', en: 'Teacher’s name' },
  'profile.teacher_id': { ko: '교사 ID', en: 'Teacher’s id' },
  'profile.class_name': { ko: '학급', en: 'Class' },
  'profile.subject': { ko: '과목', en: 'Subject' },
  setup_done: { ko: '첫 실행 안내를 건너뛰기', en: 'Skip the first-run steps' },
  'recording.source_timeout_seconds': {
    ko: '입력이 끊긴 뒤 수업을 끝낼 때까지(초)',
    en: 'A source that is away for so long ends the lesson (s)',
  },
  'recording.stall_seconds': {
    ko: '데이터가 없으면 다시 연결할 때까지(초)',
    en: 'Connect anew when there is no data for (s)',
  },
  'recording.min_free_minutes': {
    ko: '녹화를 시작할 때 필요한 여유 공간(분)',
    en: 'Room needed to start (minutes)',
  },
  'recording.warn_free_minutes': { ko: '여유 공간 경고(분)', en: 'Warn when room is below (minutes)' },
  'recording.stop_free_minutes': {
    ko: '여유 공간이 없어 녹화를 끝낼 때(분)',
    en: 'Stop cleanly when room is below (minutes)',
  },
  'recording.resume_after_restart_minutes': {
    ko: '다시 시작한 뒤 수업을 이어 녹화(분, 0 = 안 함)',
    en: 'Go on with a lesson after a restart (minutes, 0 = never)',
  },
  'recording.expected_bitrate_kbps': { ko: '예상 비트레이트(kbit/s)', en: 'Expected bitrate (kbit/s)' },
  'recording.alarms.sample_seconds': {
    ko: '화면과 소리를 살피는 간격(초)',
    en: 'Longest time between two looks (s)',
  },
  'recording.alarms.no_data_after_seconds': { ko: '데이터 없음 알림(초)', en: 'Alarm: no data for (s)' },
  'recording.alarms.black_after_seconds': { ko: '검은 화면 알림(초)', en: 'Alarm: black picture for (s)' },
  'recording.alarms.frozen_after_seconds': { ko: '멈춘 화면 알림(초)', en: 'Alarm: frozen picture for (s)' },
  'recording.alarms.silent_after_seconds': { ko: '무음 알림(초)', en: 'Alarm: silence for (s)' },
  'library.trash_days': { ko: '휴지통 보관 기간(일)', en: 'Days in the trash' },
  'library.keep_days': {
    ko: '수업 보관 기간(일, 0 = 계속)',
    en: 'Days that lessons are kept (0 = for good)',
  },
  'backup.place': {
    ko: '백업할 곳(폴더 또는 s3://버킷/경로)',
    en: 'Place for backups (folder or s3://bucket/prefix)',
  },
  'backup.media': { ko: '수업 영상도 백업', en: 'Back up recordings too' },
  'backup.encrypt': { ko: '백업 암호화', en: 'Encrypt backups' },
  'backup.keep': { ko: '남겨 둘 백업 수', en: 'Backups that are kept' },
  'backup.daily_at': { ko: '매일 백업하는 시각(예: 17:00)', en: 'Time of the daily backup (such as 17:00)' },
  'processing.ladder': {
    ko: '만들 화질(예: 720,480,360)',
    en: 'Heights that are made (such as 720,480,360)',
  },
  'processing.while_recording': { ko: '녹화 중에도 화질 변환', en: 'Make resolutions while recording' },
  'analysis.enabled': { ko: '수업이 끝나면 자동으로 분석', en: 'Analyse lessons by itself' },
  'analysis.when': { ko: '분석하는 때', en: 'When lessons are analysed' },
  'analysis.camera_signals': {
    ko: '카메라 영상에서 교실 신호 찾기',
    en: 'Look for classroom signals in camera pictures',
  },
  'analysis.blur_faces': { ko: '저장하는 장면의 얼굴 흐리게', en: 'Blur faces on pictures that are kept' },
  'updates.automatic': {
    ko: '준비된 새 버전을 자동으로 시작(녹화 중에는 기다림)',
    en: 'Start a new version by itself once it is ready (never during a recording)',
  },
  'updates.from_files': {
    ko: '서명된 파일로 업데이트 허용',
    en: 'Allow updates from a signed file',
  },
  'updates.share_folder': {
    ko: '하루에 한 번 업데이트 파일을 찾아볼 폴더',
    en: 'Folder that is looked at once a day for an update file',
  },
  'updates.feed_url': {
    ko: '설치 파일을 받을 주소(https://…)',
    en: 'Address that installers come from (https://…)',
  },
  'updates.trusted_keys': {
    ko: '업데이트 파일을 서명한 공개 키(쉼표로 구분)',
    en: 'Public keys of whoever signs update files (with commas between)',
  },
};
