/** Fixed, valid replies for tests of the HTTP layer alone. */
import { Readable } from 'node:stream';
import type { BackupState } from '../../contract/backup.ts';
import type { SystemHealth } from '../../contract/health.ts';
import type { LessonInfo } from '../../contract/vod.ts';
import type { RangedFile } from '../http/services.ts';

export const recordingId = '0190f3a0-0000-7000-8000-000000000001';
export const otherId = '0190f3a0-0000-7000-8000-000000000002';
export const time = '2026-03-02T00:00:00.000Z';

export const lesson: LessonInfo = {
  recording_id: recordingId,
  session_id: 'math-1',
  title: '수학',
  description: '',
  duration: 60,
  created_at: time,
  session_date: '2026-03-02',
  teacher_id: null,
  teacher_name: '김선생',
  class_name: '1-1',
  subject: '수학',
  student_count: 0,
  width: 1920,
  height: 1080,
  video_codec: 'h264',
  audio_codec: 'aac',
  bitrate_kbps: 4000,
  size_bytes: 1000,
  resolutions: ['source'],
  status: 'ready',
  tags: ['분수'],
  is_kept: false,
};
export const job = {
  job_id: otherId,
  kind: 'renditions' as const,
  recording_id: recordingId,
  title: '수학',
  state: 'queued' as const,
  progress: 0,
  eta_seconds: null,
  attempts: 0,
  created_at: time,
  started_at: null,
  finished_at: null,
};
export const model = {
  name: 'yunet-n',
  version: '1',
  task: 'faces' as const,
  licence: 'Apache-2.0',
  size_bytes: 1,
  sha256: '0'.repeat(64),
  source: 'https://models.example/yunet-n.onnx',
  origin: 'pack' as const,
  state: 'not_installed' as const,
  is_used: false,
  progress: null,
  job_id: null,
  missing_files: [],
  fit: null,
};
export const session = {
  session_id: 'math-1',
  title: '수학',
  description: '',
  teacher_id: null,
  teacher_name: '',
  class_name: '',
  subject: '',
  session_date: '2026-03-02',
  created_at: time,
  updated_at: time,
};
export const source = {
  protocol: 'rtmp',
  stream_url: 'rtmp://host/live/***',
  video_codec: 'h264',
  audio_codec: null,
  width: 1280,
  height: 720,
  frame_rate: 30,
};
export const chapter = {
  chapter_id: otherId,
  start_time: 0,
  end_time: 60,
  title: 'one',
  description: '',
  origin: 'manual' as const,
  confidence: null,
};
export const note = {
  note_id: otherId,
  time: 12.5,
  text: '다시 설명하기',
  created_at: time,
  updated_at: time,
};
export const message = {
  message_id: 'm-1',
  sender_id: 'p-1',
  sender_name: '이학생',
  sender_role: 'student' as const,
  text: '질문 있어요',
  sent_at: time,
  time: 12.5,
};
export const made = {
  export_id: otherId,
  recording_id: recordingId,
  job_id: otherId,
  title: '수학',
  start_time: 0,
  end_time: 60,
  resolution: 'source' as const,
  state: 'queued' as const,
  progress: 0,
  eta_seconds: null,
  size_bytes: null,
  filename: '수학 2026-03-02.mp4',
  created_at: time,
  expires_at: null,
};
export const watch = {
  watch_id: otherId,
  stream_url: 'rtmp://host/live/***',
  session_template: { session_id: 'math-{date}' },
  days: ['mon' as const],
  from: '09:00',
  to: '10:00',
  enabled: true,
  created_at: time,
  last_checked_at: null,
  recording_id: null,
};
export const backupState: BackupState = {
  place: '/mnt/usb',
  problem: null,
  is_same_disk: false,
  has_passphrase: false,
  verified: null,
  failure: null,
  job: null,
  restore_command: 'restore',
};

export const health: SystemHealth = {
  overall: 'attention',
  checked_at: time,
  parts: [
    {
      ...{ part: 'jobs', state: 'attention', code: 'jobs_failed' },
      facts: { queued: 1, running: 0, failed: 2, oldest_queued_seconds: 60 },
    },
    { part: 'ffmpeg', state: 'ok', code: 'ffmpeg_ok', facts: { version: '7.1' } },
  ],
};
export const glossary = { terms: ['분수'], never_keywords: [], allowed_words: [], updated_at: time };
export const savedSource = {
  source_id: otherId,
  name: '1반 교실',
  stream_url: 'rtmp://host/live/***',
  created_at: time,
};
export const analysis = {
  recording_id: recordingId,
  stages: [
    {
      stage: 'speech' as const,
      state: 'done' as const,
      progress: 1,
      eta_seconds: null,
      finished_at: time,
      models: [{ name: 'silero-vad', version: '6' }],
      job_id: otherId,
    },
  ],
};
export const speech = {
  duration: 60,
  spans: [{ start_time: 1, end_time: 5 }],
  pauses: [],
  speech_share: 0.5,
  level: { mean_db: -20.5, peak_db: -3 },
  clipped: [],
};
export const vtt = { body: 'WEBVTT\n', contentType: 'text/vtt; charset=utf-8', cacheControl: 'no-cache' };
export const picture = {
  body: Buffer.from([0xff, 0xd8]),
  contentType: 'image/jpeg',
  cacheControl: 'no-cache',
};
export const box = { x: 0, y: 0, width: 100, height: 50 };
export const counts = { accepted: 1, duplicates: 0 };

/** The bytes 0, 1, 2 … 255, 0, 1 … as a file. */
export function countingFile(size: number): RangedFile {
  return {
    size,
    etag: '"counting"',
    lastModified: new Date(time),
    contentType: 'video/mp4',
    openRange: (start, end) =>
      Readable.from([Buffer.from(Array.from({ length: end - start + 1 }, (_, at) => (start + at) % 256))]),
  };
}

export const evidence = {
  ...{ recording_id: recordingId, time: 12.5, end_time: null, at: time, source: 'chat' as const, ref: 'm-1' },
};
export const studentNote = { student_id: 'p-1', note: '불러서 물어보기', done: false, updated_at: time };
export const sessionAnalysis = {
  session_id: 'math-1',
  analyzed_at: time,
  overall_engagement: 0.7,
  engagement: { reason: null, components: [{ part: 'breadth' as const, value: 0.7, weight: 1 }] },
  key_insights: [
    { kind: 'chat_burst' as const, text: '채팅이 많았어요.', evidence: [evidence], confidence: 0.8 },
  ],
  student_profiles: [],
  topics: [{ text: '분수', count: 3, evidence }],
  timeline: [],
  counts: { students: 1, messages: 10, quiz_responses: 0, recordings: 1 },
};
