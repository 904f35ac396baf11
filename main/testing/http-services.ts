/** Small services that answer with fixed, valid replies, for tests of the HTTP layer alone. */
import { Readable } from 'node:stream';
import type { LessonInfo } from '../../contract/vod.ts';
import { defaultSettings } from '../../contract/settings.ts';
import { silentLogger } from '../base/logger.ts';
import { createEventHub } from '../http/events.ts';
import { type HttpServerOptions, createHttpServer } from '../http/server.ts';
import type { RangedFile, Services } from '../http/services.ts';
import { studySession } from '../analysis/session/study.ts';
import { teacherFeedback } from '../analysis/session/teacher-feedback.ts';
import { makeReading } from './classroom.ts';

export const recordingId = '0190f3a0-0000-7000-8000-000000000001';
export const otherId = '0190f3a0-0000-7000-8000-000000000002';
export const token = 'a-token-for-the-tests-0123456789';
const time = '2026-03-02T00:00:00.000Z';

const lesson: LessonInfo = {
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
const job = {
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
const model = {
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
};
const session = {
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
const source = {
  protocol: 'rtmp',
  stream_url: 'rtmp://host/live/***',
  video_codec: 'h264',
  audio_codec: null,
  width: 1280,
  height: 720,
  frame_rate: 30,
};
const chapter = {
  chapter_id: otherId,
  start_time: 0,
  end_time: 60,
  title: 'one',
  description: '',
  origin: 'manual' as const,
  confidence: null,
};
const note = { note_id: otherId, time: 12.5, text: '다시 설명하기', created_at: time, updated_at: time };
const message = {
  message_id: 'm-1',
  sender_id: 'p-1',
  sender_name: '이학생',
  sender_role: 'student' as const,
  text: '질문 있어요',
  sent_at: time,
  time: 12.5,
};
const made = {
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
const watch = {
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
const glossary = { terms: ['분수'], never_keywords: [], allowed_words: [], updated_at: time };
const savedSource = {
  source_id: otherId,
  name: '1반 교실',
  stream_url: 'rtmp://host/live/***',
  created_at: time,
};
const analysis = {
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
const speech = {
  duration: 60,
  spans: [{ start_time: 1, end_time: 5 }],
  pauses: [],
  speech_share: 0.5,
  level: { mean_db: -20.5, peak_db: -3 },
  clipped: [],
};
const vtt = { body: 'WEBVTT\n', contentType: 'text/vtt; charset=utf-8', cacheControl: 'no-cache' };
const picture = { body: Buffer.from([0xff, 0xd8]), contentType: 'image/jpeg', cacheControl: 'no-cache' };
const box = { x: 0, y: 0, width: 100, height: 50 };
const counts = { accepted: 1, duplicates: 0 };

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

const evidence = {
  ...{ recording_id: recordingId, time: 12.5, end_time: null, at: time, source: 'chat' as const, ref: 'm-1' },
};
const studentNote = { student_id: 'p-1', note: '불러서 물어보기', done: false, updated_at: time };
const sessionAnalysis = {
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

export function createTestServices(changes: { [A in keyof Services]?: Partial<Services[A]> } = {}): Services {
  return {
    system: {
      readiness: async () => ({
        database: { ok: true, detail: '' },
        disk: { ok: true, detail: '' },
        ffmpeg: { ok: true, detail: '' },
      }),
      systemInfo: async () => ({
        version: '1.0.0',
        uptime_seconds: 1,
        platform: 'linux',
        node_version: '24.0.0',
        is_desktop: false,
        has_display: false,
        data_dir: '/data',
        library: { lessons: 1, trash: 0, recorded_seconds: 60 },
        storage: {
          folder: '/data/media/lessons',
          free_bytes: 1,
          total_bytes: 2,
          recordings_bytes: 0,
          free_minutes: 60,
        },
        ffmpeg: null,
        models: [],
        active_recordings: 0,
      }),
      ...changes.system,
    },
    models: {
      list: async () => [model],
      install: async () => ({ job_id: otherId }),
      installFile: async () => undefined,
      remove: async () => undefined,
      ...changes.models,
    },
    settings: {
      getSettings: () => defaultSettings,
      changeSettings: async () => defaultSettings,
      ...changes.settings,
    },
    jobs: {
      list: async () => ({ items: [job], next_cursor: 'next one' }),
      get: async () => job,
      cancel: async () => ({ ...job, state: 'cancelled' as const }),
      retry: async () => job,
      clear: async () => ({ removed: 1 }),
      ...changes.jobs,
    },
    recording: {
      startRecording: async (request) => ({
        recording_id: recordingId,
        status: 'starting' as const,
        session_id: request.session_id,
        created_at: time,
      }),
      stopRecording: async () => ({
        status: 'processing' as const,
        file_path: '/data/take-001.mp4',
        duration_seconds: 1,
        size_mb: 1,
        takes: [],
      }),
      getRecordingStatus: async () => ({
        recording_id: recordingId,
        session_id: 'math-1',
        title: '수학',
        class_name: '1-1',
        teacher_name: '김선생',
        is_test: false,
        status: 'recording' as const,
        size_mb: 1,
        duration_seconds: 1,
        elapsed_seconds: 1,
        max_duration_seconds: null,
        resumed_after_restart: false,
        created_at: time,
        started_at: time,
        stopped_at: null,
        last_data_at: time,
        reconnects: 0,
        gaps: [],
        takes: [],
        source,
        alarms: [],
        level: { rms_db: -20, peak_db: -12 },
        free_minutes: 90,
        deleted_at: null,
      }),
      listRecordings: async () => [
        { recording_id: recordingId, status: 'ready' as const, created_at: time, duration: 60 },
      ],
      listAllRecordings: async () => ({
        items: [
          {
            recording_id: recordingId,
            session_id: 'math-1',
            title: '수학',
            is_test: false,
            status: 'ready' as const,
            created_at: time,
            duration: 60,
            size_mb: 1,
            deleted_at: null,
          },
        ],
        next_cursor: null,
      }),
      deleteRecording: async () => ({ status: 'deleted' as const }),
      restoreRecording: async () => ({ status: 'ready' as const }),
      pauseRecording: async () => ({ status: 'paused' as const }),
      resumeRecording: async () => ({ status: 'recording' as const }),
      probeSource: async () => ({
        source,
        audio_level_db: null,
        bitrate_kbps: null,
        warnings: ['no_audio' as const],
        free_minutes: 90,
        picture: null,
      }),
      previewSource: async (_url, listener) => {
        setImmediate(() => listener('end', { reason: 'source_ended' }));
      },
      listSources: async () => ({
        items: [
          {
            kind: 'screen' as const,
            name: 'Screen 1',
            stream_url: 'screen:0',
            device_id: null,
            is_default: true,
            width: 1920,
            height: 1080,
          },
        ],
      }),
      ...changes.recording,
    },
    savedSources: {
      list: async () => [savedSource],
      add: async () => savedSource,
      change: async () => savedSource,
      remove: async () => undefined,
      ...changes.savedSources,
    },
    watches: {
      listWatches: async () => [watch],
      addWatch: async () => watch,
      changeWatch: async () => watch,
      removeWatch: async () => undefined,
      ...changes.watches,
    },
    vod: {
      getVideoInfo: async () => lesson,
      listVideosBySession: async () => [lesson],
      changeLesson: async () => lesson,
      stream: async () => ({
        body: '#EXTM3U\n',
        contentType: 'application/vnd.apple.mpegurl',
        cacheControl: 'no-cache',
      }),
      mediaFile: async () => countingFile(1000),
      thumbnail: async () => picture,
      trickplayVtt: async () => vtt,
      trickplayImage: async () => picture,
      waveform: async () => ({ bucket_ms: 100, duration: 60, peaks: [-1, 1] }),
      download: async () => ({ file: countingFile(1000), filename: '수학 1.mp4', release: () => undefined }),
      slides: async () => [],
      slideImage: async () => picture,
      listLessonChat: async () => ({ items: [message], next_cursor: 'next one' }),
      importVideo: async () => ({ recording_id: recordingId, job_id: otherId }),
      ...changes.vod,
    },
    chapters: {
      createChapter: async () => ({ chapter_id: otherId, start_time: 0 }),
      listChapters: async () => [chapter],
      changeChapter: async () => chapter,
      deleteChapter: async () => undefined,
      chaptersVtt: async () => vtt,
      ...changes.chapters,
    },
    notes: {
      listNotes: async () => [note],
      createNote: async () => note,
      changeNote: async () => note,
      deleteNote: async () => undefined,
      ...changes.notes,
    },
    analysis: {
      status: async () => analysis,
      rerun: async () => ({ job_ids: [otherId] }),
      speech: async () => speech,
      ...changes.analysis,
    },
    exports: {
      create: async () => made,
      list: async () => ({ items: [made], next_cursor: 'next one' }),
      get: async () => made,
      file: async () => ({ file: countingFile(1000), filename: '수학 1.mp4' }),
      remove: async () => undefined,
      ...changes.exports,
    },
    search: {
      search: async () => ({
        total: 1,
        total_is_capped: false,
        items: [
          { ...lesson, score: 1, moments: [{ kind: 'title', time: 0, text: '수학', highlights: [[0, 2]] }] },
        ],
        facets: {
          teacher: [{ value: '김선생', count: 1 }],
          class_name: [],
          subject: [],
          tags: [{ value: '분수', count: 1 }],
        },
        next_cursor: null,
      }),
      ...changes.search,
    },
    sessions: {
      putSession: async (id) => ({ ...session, session_id: id, students: [] }),
      getSession: async () => ({ ...session, students: [{ student_id: 's1', name: '이학생' }] }),
      listSessions: async () => ({ items: [{ ...session, student_count: 1 }], next_cursor: null }),
      addChat: async () => counts,
      listChat: async () => ({ items: [], next_cursor: null }),
      addQuizResponses: async () => counts,
      addAttendance: async () => counts,
      addScreenshot: async () => ({ screenshot_id: otherId, width: 1, height: 1 }),
      importFile: async () => ({
        kind: 'chat' as const,
        columns: [{ column: 'text', field: 'text' }],
        rows: 1,
        sample: [{ text: 'hi' }],
        rejected: [],
        accepted: 1,
        duplicates: 0,
      }),
      ...changes.sessions,
    },
    students: {
      exportStudent: async (id) => ({
        student_id: id,
        exported_at: time,
        sessions: [],
        chat: [],
        quiz_responses: [],
        attendance: [],
        screenshots: [],
        chat_readings: [],
        notes: [],
      }),
      eraseStudent: async () => ({
        status: 'erased' as const,
        erasure_id: otherId,
        erased_at: time,
        counts: { chat: 1 },
      }),
      ...changes.students,
    },
    screenshots: {
      analyze: async () => ({
        width: 1280,
        height: 720,
        objects: [{ label: 'person', confidence: 0.9, box }],
        text: [{ text: '분수', confidence: 0.9, language: 'ko' as const, box }],
        full_text: '분수',
        people_count: 1,
        signals: [{ kind: 'hand_raised' as const, confidence: 0.8, box }],
        engagement_score: 0.7,
        insights: ['1명이 손을 들고 있습니다.'],
        models: [{ name: 'coco-ssd', version: '1.0.6', task: 'objects' }],
      }),
      ...changes.screenshots,
    },
    chat: {
      analyzeLine: async () => ({
        sentiment: { label: 'neutral' as const, confidence: 0.9, unsure: false },
        intent: { label: 'question' as const, confidence: 0.9, unsure: false },
        keywords: ['분수'],
        spam: {
          is_spam: false,
          is_abusive: false,
          confidence: 0.99,
          severity: 'none' as const,
          reasons: [],
        },
        language: 'ko' as const,
        feedback: '질문입니다.',
        context: 'none' as const,
        model: { name: 'chat', version: '1' },
      }),
      ...changes.chat,
    },
    glossary: {
      getGlossary: () => glossary,
      putGlossary: async () => glossary,
      ...changes.glossary,
    },
    signals: {
      lessonSignals: async () => ({
        enabled: true,
        duration: 60,
        skipped: null,
        samples: [{ time: 0, people: 3, engagement: 0.6 }],
        moments: [],
      }),
      evidence: async () => picture,
      ...changes.signals,
    },
    sessionAnalysis: {
      analyze: async () => sessionAnalysis,
      chatReadings: async () => ({
        items: [
          {
            ...{ message_id: 'm-1', sender_id: 'p-1', sender_role: 'student' as const, text: '질문 있어요' },
            ...{ sender_name: '이학생', sent_at: time, recording_id: recordingId, time: 12.5 },
            reading: makeReading({ intent: 'question' }),
          },
        ],
        next_cursor: 'next one',
        unread: 0,
      }),
      putNote: async (_sessionId, studentId) => ({ ...studentNote, student_id: studentId }),
      ...changes.sessionAnalysis,
    },
    sessionFeedback: {
      generateStudentFeedback: async () => ({
        strengths: [{ text: '질문했어요.', evidence: [evidence] }],
        improvements: [],
        resources: [
          {
            ...{ kind: 'moment' as const, text: '다시 보기', evidence: [evidence] },
            ...{ recording_id: recordingId, start_time: 12.5, end_time: null },
          },
        ],
        note: null,
        language: 'ko' as const,
      }),
      generateTeacherFeedback: async () => {
        const facts = { sessionId: 'math-1', teacherId: null, subject: '', className: '', sessionDate: '' };
        const nothing = { ...facts, students: [], recordings: [], chat: [], quiz: [], attendance: [] };
        return teacherFeedback(
          await studySession(nothing, [], { includeChat: true, includeSignals: false }),
          [],
          'ko',
        );
      },
      identifyStrugglingStudents: async () => [
        {
          ...{
            student_id: 'p-1',
            name: '이학생',
            risk_score: 0.6,
            intervention: '물어보세요.',
            note: studentNote,
          },
          reasons: [
            {
              ...{ signal: 'wrong_answers' as const, value: 0.8, class_median: 0.2, text: '' },
              evidence: [evidence],
            },
          ],
        },
      ],
      ...changes.sessionFeedback,
    },
  };
}

export type TestServer = Awaited<ReturnType<typeof startTestServer>>;

/** A listening server on a free loopback port. */
export async function startTestServer(options: Partial<HttpServerOptions> & { uploadDir: string }) {
  const events = options.events ?? createEventHub();
  const app = await createHttpServer({
    services: createTestServices(),
    token,
    log: silentLogger,
    version: '1.0.0',
    boundHost: '127.0.0.1',
    ...options,
    events,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const base = `http://127.0.0.1:${address.port}`;
  const bearer = { authorization: `Bearer ${token}` };
  return {
    app,
    events,
    base,
    port: address.port,
    bearer,
    /** With the token. */
    call: (path: string, init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {}) =>
      fetch(base + path, { redirect: 'manual', ...init, headers: { ...bearer, ...init.headers } }),
    /** JSON with the token. */
    send: (method: string, path: string, body: unknown) =>
      fetch(base + path, {
        method,
        headers: { ...bearer, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    close: () => app.close(),
  };
}
