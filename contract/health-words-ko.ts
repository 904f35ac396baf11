/** The health of the recorder in Korean. */
import type { VolumeReason } from './health.ts';
import { type HealthWords, lengthParts, mostRoomHours, sizeWords } from './health-words.ts';

function length(seconds: number): string {
  const parts = lengthParts(seconds);
  const said = [
    ...(parts.days > 0 ? [`${parts.days}일`] : []),
    ...(parts.hours > 0 ? [`${parts.hours}시간`] : []),
    ...(parts.minutes > 0 ? [`${parts.minutes}분`] : []),
    ...(parts.seconds > 0 ? [`${parts.seconds}초`] : []),
  ];
  return said.length === 0 ? '0초' : said.join(' ');
}

function room(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  if (hours >= mostRoomHours) return `${mostRoomHours.toLocaleString('ko')}시간 이상`;
  return hours >= 10 ? `${hours}시간` : length(Math.floor(minutes) * 60);
}

const resetBy: Record<VolumeReason, string> = {
  none: '없음',
  memory: '메모리에 있는 폴더',
  overlay: '라이브 시스템 또는 overlayroot',
  container: '컨테이너 안의 폴더',
  write_filter: '통합 쓰기 필터(UWF)',
  deep_freeze: 'Deep Freeze',
  shadow_defender: 'Shadow Defender',
  reboot_restore: 'Reboot Restore Rx',
};

export const healthWordsKo: HealthWords = {
  parts: {
    recording: '녹화',
    storage: '저장 공간',
    volume: '디스크 보존',
    backup: '백업',
    ffmpeg: '녹화 도구',
    watches: '자동 녹화',
    library: '수업 파일',
    database: '수업 목록',
    jobs: '작업',
    analysis: '분석 모델',
    clock: '시계',
    core: '녹화기 속도',
    restart: '마지막 시작',
  },
  states: { ok: '괜찮아요', attention: '확인해 주세요', trouble: '문제가 있어요', off: '꺼져 있어요' },
  overall: {
    ok: '모두 괜찮아요',
    attention: '확인할 것이 있어요',
    trouble: '지금 고쳐야 할 것이 있어요',
  },
  say: {
    recording: {
      recording_idle: () => ({ text: '지금 녹화하는 수업은 없어요. 언제든 시작할 수 있어요.' }),
      recording_running: ({ running, paused }) => ({
        text:
          paused > 0
            ? `수업 ${running}개를 녹화하고 있고, 그중 ${paused}개는 일시정지했어요.`
            : `수업 ${running}개를 녹화하고 있어요. 화면과 소리가 잘 들어와요.`,
      }),
      recording_alarm: ({ running, alarms }) => ({
        text: `녹화 중인 수업 ${running}개에서 이상한 점 ${alarms}가지를 찾았어요.`,
        advice: '녹화 화면에서 화면과 소리를 확인해 주세요.',
      }),
      recording_no_data: ({ data_age_seconds: age }) => ({
        text:
          age === null
            ? '녹화 중인 수업에 화면이 들어오지 않아요.'
            : `녹화 중인 수업에 화면이 ${length(age)} 동안 들어오지 않았어요. 그 전까지는 저장되어 있어요.`,
        advice: '카메라나 송출 장비가 켜져 있는지, 네트워크가 연결되어 있는지 확인해 주세요.',
      }),
    },
    storage: {
      storage_ok: ({ free_minutes: minutes }) => ({ text: `${room(minutes)} 더 녹화할 수 있어요.` }),
      storage_low: ({ free_minutes: minutes, needed_minutes: needed }) => ({
        text: `${room(minutes)} 더 녹화할 수 있어요. ${room(needed)}보다 적게 남으면 새 녹화를 시작할 수 없어요.`,
        advice: '휴지통을 비우거나 오래된 수업을 정리해 주세요.',
      }),
      storage_no_start: ({ free_minutes: minutes, needed_minutes: needed }) => ({
        text: `공간이 ${room(minutes)} 분량만 남아 새 녹화를 시작할 수 없어요. ${room(needed)} 분량이 필요해요.`,
        advice: '휴지통을 비우거나 오래된 수업을 정리해 주세요.',
      }),
      storage_full: ({ free_bytes: bytes }) => ({
        text: `디스크가 거의 가득 찼어요 (${sizeWords(bytes)} 남음). 녹화를 이어 갈 수 없어요. 이미 저장한 수업은 그대로 있어요.`,
        advice: '지금 바로 휴지통을 비우거나 오래된 수업을 정리해 주세요.',
      }),
      storage_unreachable: () => ({
        text: '수업을 저장하는 폴더에 쓸 수 없어요.',
        advice: '디스크가 연결되어 있는지, 폴더에 쓸 권한이 있는지 확인해 주세요.',
      }),
    },
    volume: {
      volume_ok: () => ({ text: '저장한 수업은 컴퓨터를 다시 켜도 그대로 있어요.' }),
      volume_may_reset: ({ reason }) => ({
        text: `다시 켤 때 디스크를 되돌리는 프로그램이 있어요(${resetBy[reason]}). 저장한 수업이 사라질 수 있어요.`,
        advice:
          '수업 폴더를 되돌리지 않는 드라이브로 옮겨 주세요. 어느 드라이브인지는 관리하는 분께 물어보세요.',
      }),
      volume_resets: ({ reason }) => ({
        text: `컴퓨터를 다시 켜면 저장한 수업이 모두 사라져요(${resetBy[reason]}).`,
        advice: '지금 수업 폴더를 다른 디스크로 옮기거나, 다시 켜기 전에 백업해 주세요.',
      }),
    },
    backup: {
      backup_off: () => ({ text: '자동 백업을 정해 두지 않았어요. 설정의 백업에서 켤 수 있어요.' }),
      backup_ok: ({ age_seconds: age }) => ({ text: `${length(age ?? 0)} 전에 백업하고 확인했어요.` }),
      backup_never: () => ({
        text: '자동 백업을 켰지만 아직 한 번도 백업하지 않았어요.',
        advice: '설정의 백업에서 지금 한 번 해 보세요.',
      }),
      backup_late: ({ age_seconds: age }) => ({
        text: `마지막으로 확인한 백업이 ${length(age ?? 0)} 전 것이에요.`,
        advice: '백업할 디스크가 꽂혀 있는지 보고, 설정의 백업에서 다시 해 보세요.',
      }),
      backup_failed: () => ({
        text: '마지막 백업이 되지 않았어요. 수업은 이 컴퓨터에 그대로 있어요.',
        advice: '설정의 백업에서 까닭을 확인하고 다시 해 보세요.',
      }),
    },
    ffmpeg: {
      ffmpeg_ok: ({ version }) => ({ text: `ffmpeg ${version ?? ''} 버전을 쓰고 있어요.` }),
      ffmpeg_encoder_missing: () => ({
        text: '수업 주소는 녹화할 수 있지만, 이 컴퓨터의 화면과 카메라를 녹화하는 데 필요한 변환기가 없어요.',
        advice: '모든 기능이 들어 있는 ffmpeg를 설치해 주세요.',
      }),
      ffmpeg_missing: () => ({
        text: '녹화 도구(ffmpeg)를 찾을 수 없어 녹화할 수 없어요. 저장한 수업은 그대로 볼 수 있어요.',
        advice: '이 컴퓨터를 관리하는 분께 ffmpeg 설치를 부탁해 주세요. 설치하면 바로 쓸 수 있어요.',
      }),
    },
    watches: {
      watches_none: () => ({ text: '켜 둔 자동 녹화가 없어요.' }),
      watches_waiting: ({ rules, open }) => ({
        text:
          open > 0
            ? `자동 녹화 ${rules}개가 켜져 있고, ${open}개는 지금 수업이 시작되기를 기다려요.`
            : `자동 녹화 ${rules}개가 켜져 있어요. 지금은 정해 둔 시간이 아니에요.`,
      }),
      watches_recording: ({ recording }) => ({
        text: `자동 녹화 ${recording}개가 지금 수업을 녹화하고 있어요.`,
      }),
      watches_late: ({ open }) => ({
        text: `지금 살펴봐야 할 자동 녹화 ${open}개 중에 몇 분째 살펴보지 못한 것이 있어요.`,
        advice: '녹화기를 다시 시작해 보세요.',
      }),
      watches_failing: ({ failing }) => ({
        text: `자동 녹화 ${failing}개가 수업을 녹화하지 못했어요.`,
        advice: '자동 녹화 설정에서 까닭을 보고, 급하면 직접 녹화를 시작해 주세요.',
      }),
    },
    library: {
      library_ok: () => ({ text: '모든 수업의 영상 파일이 제자리에 있어요.' }),
      library_media_missing: ({ missing }) => ({
        text: `수업 ${missing}개의 영상 파일을 찾을 수 없어요.`,
        advice:
          '떼어 둔 디스크가 있으면 다시 연결하고 녹화기를 다시 시작해 주세요. 파일이 돌아오면 표시가 저절로 없어져요.',
      }),
    },
    database: {
      database_ok: ({ size_bytes: size, pending_bytes: pending }) => ({
        text: `잘 열려 있어요. 크기는 ${sizeWords(size + pending)}예요.`,
      }),
      database_wal_large: ({ pending_bytes: bytes }) => ({
        text: `잘 열려 있지만, 아직 정리되지 않은 기록이 ${sizeWords(bytes)} 쌓였어요.`,
        advice: '수업이 없을 때 녹화기를 다시 시작하면 정리돼요.',
      }),
      database_unreadable: () => ({
        text: '수업 목록을 읽을 수 없어요.',
        advice: '녹화기를 다시 시작해 주세요. 그래도 같으면 백업에서 되돌려야 해요.',
      }),
    },
    jobs: {
      jobs_idle: () => ({ text: '기다리는 일이 없어요.' }),
      jobs_working: ({ running, queued }) => ({
        text:
          running > 0
            ? `지금 ${running}개를 하고 있고, ${queued}개가 차례를 기다려요.`
            : `${queued}개가 차례를 기다려요. 녹화하는 동안에는 쉬었다가 이어서 해요.`,
      }),
      jobs_behind: ({ queued, oldest_queued_seconds: age }) => ({
        text: `일 ${queued}개가 밀려 있어요. 가장 오래된 것은 ${length(age ?? 0)} 전부터 기다려요.`,
        advice: '수업이 없는 동안 컴퓨터를 켜 두면 이어서 해요.',
      }),
      jobs_failed: ({ failed }) => ({
        text: `지난 하루 동안 일 ${failed}개를 끝내지 못했어요. 녹화한 수업은 그대로 있어요.`,
        advice: '작업 화면에서 까닭을 보고 다시 해 볼 수 있어요.',
      }),
    },
    analysis: {
      analysis_ok: ({ installed }) => ({ text: `모델 ${installed}개가 준비되어 있어요.` }),
      analysis_off: () => ({ text: '수업 분석을 꺼 두었어요. 녹화와 재생은 그대로예요.' }),
      analysis_models_missing: ({ missing }) => ({
        text: `기본 모델 ${missing}개가 없어 분석의 일부를 할 수 없어요. 녹화에는 영향이 없어요.`,
        advice: '프로그램을 다시 설치하면 채워져요.',
      }),
      analysis_models_damaged: ({ damaged }) => ({
        text: `모델 ${damaged}개의 파일이 손상되었어요. 녹화에는 영향이 없어요.`,
        advice: '설정의 모델에서 다시 설치해 주세요. 기본 모델이면 프로그램을 다시 설치해 주세요.',
      }),
    },
    clock: {
      clock_ok: () => ({ text: '시계가 고르게 가고 있어요.' }),
      clock_set: ({ set_seconds: seconds }) => ({
        text: `지난 하루 사이에 컴퓨터 시계가 ${length(Math.abs(seconds ?? 0))} ${(seconds ?? 0) < 0 ? '뒤로' : '앞으로'} 바뀌었어요. 녹화 길이에는 영향이 없어요.`,
        advice: '지금 시각이 맞는지 확인해 주세요. 틀리면 수업 날짜와 자동 녹화 시간이 어긋나요.',
      }),
      clock_behind: ({ behind_seconds: seconds }) => ({
        text: `컴퓨터 시계가 가장 최근 수업보다 ${length(seconds)} 앞선 때를 가리켜요.`,
        advice: '날짜와 시각을 맞춰 주세요. 틀리면 수업 날짜와 자동 녹화 시간이 어긋나요.',
      }),
    },
    core: {
      core_ok: ({ rss_bytes: bytes }) => ({ text: `막힘없이 움직여요. 메모리를 ${sizeWords(bytes)} 써요.` }),
      core_slow: ({ delay_p99_ms: ms }) => ({
        text: `녹화기가 느리게 답해요 (${Math.round(ms ?? 0)} ms까지 늦어져요).`,
        advice: '이 컴퓨터에서 무거운 프로그램을 닫아 주세요.',
      }),
      core_memory_high: ({ rss_bytes: bytes }) => ({
        text: `녹화기가 메모리를 많이 쓰고 있어요 (${sizeWords(bytes)}).`,
        advice: '수업이 없을 때 녹화기를 다시 시작하고, 다시 늘면 상태 보고서를 보내 주세요.',
      }),
    },
    restart: {
      restart_ok: ({ uptime_seconds: seconds }) => ({
        text: `${length(seconds)} 전에 시작해서 잘 돌아가고 있어요.`,
      }),
      restart_recovered: ({ uptime_seconds: seconds, recovered, resumed }) => ({
        text: `${length(seconds)} 전에 시작하면서, 갑자기 끊긴 수업 ${recovered + resumed}개를 살렸어요.${resumed > 0 ? ` 그중 ${resumed}개는 이어서 녹화했어요.` : ''}`,
      }),
      restart_not_recovered: ({ failed }) => ({
        text: `마지막으로 시작할 때 갑자기 끊긴 수업 ${failed}개를 살리지 못했어요. 파일은 그대로 두었어요.`,
        advice: '상태 보고서를 저장해 관리하는 분께 보내 주세요.',
      }),
    },
  },
  length,
};
