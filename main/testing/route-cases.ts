/** One good request of every route, for tests of the HTTP layer. */
import { z } from 'zod';
import * as analysis from '../../contract/analysis.ts';
import * as backup from '../../contract/backup.ts';
import * as chat from '../../contract/chat-analysis.ts';
import { systemHealthReplySchema } from '../../contract/health.ts';
import { clearJobsReplySchema, jobListReplySchema, jobSchema } from '../../contract/jobs.ts';
import * as recording from '../../contract/recording.ts';
import { searchReplySchema } from '../../contract/search.ts';
import * as sessionAnalysis from '../../contract/session-analysis.ts';
import * as sessions from '../../contract/sessions.ts';
import { settingsReplySchema } from '../../contract/settings.ts';
import { healthReplySchema, readyReplySchema, systemReplySchema } from '../../contract/system.ts';
import * as vod from '../../contract/vod.ts';
import { otherId, recordingId } from './http-replies.ts';

const id = recordingId;
const lesson = `/api/vod/${id}`;
const time = '2026-03-02T00:00:00Z';
const form = (name: string, fields: Record<string, string> = {}) => {
  const data = new FormData();
  for (const [field, value] of Object.entries(fields)) data.append(field, value);
  data.append(name, new Blob(['bytes']), 'file.bin');
  return data;
};

export type Case = {
  address: string;
  body?: unknown;
  status?: number;
  reply: z.ZodType | string | undefined;
};
/** One good request of every operation and what its reply must be: a schema, a content type, or nothing. */
export const cases: Record<string, Case> = {
  'get /healthz': { address: '/healthz', reply: healthReplySchema },
  'get /readyz': { address: '/readyz', reply: readyReplySchema },
  'get /metrics': { address: '/metrics', reply: 'text/plain; version=0.0.4; charset=utf-8' },
  'get /api/system': { address: '/api/system', reply: systemReplySchema },
  'get /api/system/health': { address: '/api/system/health', reply: systemHealthReplySchema },
  'get /api/system/report': { address: '/api/system/report?lang=en', reply: 'text/html; charset=utf-8' },
  'get /api/system/backup': { address: '/api/system/backup', reply: backup.backupStateReplySchema },
  'get /api/system/backup/snapshots': {
    address: '/api/system/backup/snapshots',
    reply: backup.backupListReplySchema,
  },
  'post /api/system/backup/run': {
    address: '/api/system/backup/run',
    body: {},
    status: 202,
    reply: backup.backupJobReplySchema,
  },
  'post /api/system/backup/check': {
    address: '/api/system/backup/check',
    status: 202,
    reply: backup.backupJobReplySchema,
  },
  'put /api/system/backup/passphrase': {
    address: '/api/system/backup/passphrase',
    body: { passphrase: 'eight or more' },
    reply: backup.backupStateReplySchema,
  },
  'get /api/settings': { address: '/api/settings', reply: settingsReplySchema },
  'patch /api/settings': { address: '/api/settings', body: { language: 'en' }, reply: settingsReplySchema },
  'get /api/events': { address: '/api/events', reply: 'text/event-stream; charset=utf-8' },
  'get /api/jobs': { address: '/api/jobs', reply: jobListReplySchema },
  'delete /api/jobs': { address: '/api/jobs?state=ended', reply: clearJobsReplySchema },
  'get /api/jobs/{job_id}': { address: `/api/jobs/${id}`, reply: jobSchema },
  'post /api/jobs/{job_id}/cancel': { address: `/api/jobs/${id}/cancel`, reply: jobSchema },
  'post /api/jobs/{job_id}/retry': { address: `/api/jobs/${id}/retry`, reply: jobSchema },
  'get /api/models': { address: '/api/models', reply: analysis.modelListReplySchema },
  'post /api/models/{name}/install': {
    address: '/api/models/yunet-n/install',
    status: 202,
    reply: analysis.installModelReplySchema,
  },
  'post /api/models/{name}/fit': {
    address: '/api/models/multilingual-e5-small/fit',
    reply: analysis.installModelReplySchema,
    status: 202,
  },
  'post /api/models/{name}/file': {
    address: '/api/models/yunet-n/file',
    body: form('file'),
    reply: analysis.modelListReplySchema,
  },
  'delete /api/models/{name}': {
    address: '/api/models/yunet-n',
    reply: analysis.removedModelReplySchema,
  },
  'post /api/recording/start': {
    address: '/api/recording/start',
    body: { session_id: 's', stream_url: 'rtmp://host/live/key' },
    status: 201,
    reply: recording.startRecordingReplySchema,
  },
  'post /api/recording/stop': {
    address: '/api/recording/stop',
    body: { recording_id: id },
    reply: recording.stopRecordingReplySchema,
  },
  'post /api/recording/probe': {
    address: '/api/recording/probe',
    body: { stream_url: 'screen:0' },
    reply: recording.probeReplySchema,
  },
  'get /api/recording/preview': {
    address: '/api/recording/preview?stream_url=screen:0',
    reply: 'text/event-stream; charset=utf-8',
  },
  'get /api/sources/saved': { address: '/api/sources/saved', reply: recording.savedSourceListReplySchema },
  'post /api/sources/saved': {
    address: '/api/sources/saved',
    body: { name: '1반 교실', stream_url: 'rtmp://host/live/key' },
    status: 201,
    reply: recording.savedSourceSchema,
  },
  'patch /api/sources/saved/{source_id}': {
    address: `/api/sources/saved/${id}`,
    body: { name: '2반 교실' },
    reply: recording.savedSourceSchema,
  },
  'delete /api/sources/saved/{source_id}': {
    address: `/api/sources/saved/${id}`,
    status: 204,
    reply: undefined,
  },
  'patch /api/watches/{watch_id}': {
    address: `/api/watches/${id}`,
    body: { enabled: false },
    reply: recording.watchSchema,
  },
  'get /api/recording': { address: '/api/recording?status=ready', reply: recording.recordingListReplySchema },
  'get /api/sources': { address: '/api/sources', reply: recording.sourcesReplySchema },
  'get /api/recording/session/{session_id}': {
    address: '/api/recording/session/s',
    reply: recording.sessionRecordingsReplySchema,
  },
  'get /api/recording/{recording_id}/status': {
    address: `/api/recording/${id}/status`,
    reply: recording.recordingStatusReplySchema,
  },
  'delete /api/recording/{recording_id}': {
    address: `/api/recording/${id}?permanent=true`,
    reply: recording.deletedReplySchema,
  },
  'post /api/recording/{recording_id}/restore': {
    address: `/api/recording/${id}/restore`,
    reply: recording.statusReplySchema,
  },
  'post /api/recording/{recording_id}/pause': {
    address: `/api/recording/${id}/pause`,
    reply: recording.statusReplySchema,
  },
  'post /api/recording/{recording_id}/resume': {
    address: `/api/recording/${id}/resume`,
    reply: recording.statusReplySchema,
  },
  'get /api/watches': { address: '/api/watches', reply: recording.watchListReplySchema },
  'post /api/watches': {
    address: '/api/watches',
    body: { stream_url: 'rtmp://host/live/key', session_template: { session_id: 'math-{date}' } },
    status: 201,
    reply: recording.watchSchema,
  },
  'delete /api/watches/{watch_id}': { address: `/api/watches/${id}`, status: 204, reply: undefined },
  'get /api/vod/session/{session_id}': {
    address: '/api/vod/session/s?sort=created_at&limit=10',
    reply: z.array(vod.infoSchema),
  },
  'get /api/vod/{recording_id}/info': { address: `${lesson}/info`, reply: vod.infoSchema },
  'patch /api/vod/{recording_id}': { address: lesson, body: { title: '새 제목' }, reply: vod.infoSchema },
  'get /api/vod/{recording_id}/stream': {
    address: `${lesson}/stream?resolution=720p&start=0&end=60`,
    reply: 'application/vnd.apple.mpegurl',
  },
  'get /api/vod/{recording_id}/media/{rendition}/{file}': {
    address: `${lesson}/media/source/take-001.mp4`,
    reply: 'video/mp4',
  },
  'head /api/vod/{recording_id}/media/{rendition}/{file}': {
    address: `${lesson}/media/source/take-001.mp4`,
    reply: 'video/mp4',
  },
  'get /api/vod/{recording_id}/download': { address: `${lesson}/download`, reply: 'video/mp4' },
  'head /api/vod/{recording_id}/download': { address: `${lesson}/download`, reply: 'video/mp4' },
  'get /api/vod/{recording_id}/thumbnail': {
    address: `${lesson}/thumbnail?time=1.5&width=320`,
    reply: 'image/jpeg',
  },
  'get /api/vod/{recording_id}/trickplay.vtt': {
    address: `${lesson}/trickplay.vtt`,
    reply: 'text/vtt; charset=utf-8',
  },
  'get /api/vod/{recording_id}/trickplay/{sheet}': {
    address: `${lesson}/trickplay/1.jpg`,
    reply: 'image/jpeg',
  },
  'get /api/vod/{recording_id}/waveform.json': {
    address: `${lesson}/waveform.json`,
    reply: vod.waveformSchema,
  },
  'get /api/vod/{recording_id}/chat': {
    address: `${lesson}/chat?limit=10`,
    reply: vod.lessonChatReplySchema,
  },
  'get /api/vod/{recording_id}/notes': { address: `${lesson}/notes`, reply: z.array(vod.noteSchema) },
  'post /api/vod/{recording_id}/notes': {
    address: `${lesson}/notes`,
    body: { text: '다시 설명하기', time: 12.5 },
    status: 201,
    reply: vod.noteSchema,
  },
  'patch /api/vod/{recording_id}/notes/{note_id}': {
    address: `${lesson}/notes/${otherId}`,
    body: { time: null },
    reply: vod.noteSchema,
  },
  'delete /api/vod/{recording_id}/notes/{note_id}': {
    address: `${lesson}/notes/${otherId}`,
    status: 204,
    reply: undefined,
  },
  'get /api/vod/{recording_id}/analysis': {
    address: `${lesson}/analysis`,
    reply: analysis.lessonAnalysisSchema,
  },
  'post /api/vod/{recording_id}/analyze': {
    address: `${lesson}/analyze`,
    body: { stages: ['speech'] },
    status: 202,
    reply: analysis.analyzeLessonReplySchema,
  },
  'get /api/vod/{recording_id}/speech': { address: `${lesson}/speech`, reply: analysis.lessonSpeechSchema },
  'post /api/vod/{recording_id}/exports': {
    address: `${lesson}/exports`,
    body: { start: 1, end: 2 },
    status: 202,
    reply: vod.exportSchema,
  },
  'get /api/exports': { address: `/api/exports?recording_id=${id}`, reply: vod.exportListReplySchema },
  'get /api/exports/{export_id}': { address: `/api/exports/${otherId}`, reply: vod.exportSchema },
  'get /api/exports/{export_id}/file': { address: `/api/exports/${otherId}/file`, reply: 'video/mp4' },
  'head /api/exports/{export_id}/file': { address: `/api/exports/${otherId}/file`, reply: 'video/mp4' },
  'delete /api/exports/{export_id}': { address: `/api/exports/${otherId}`, status: 204, reply: undefined },
  'get /api/vod/{recording_id}/signals': {
    address: `${lesson}/signals`,
    reply: analysis.lessonSignalsSchema,
  },
  'get /api/vod/{recording_id}/signals/{name}': {
    address: `${lesson}/signals/0a1b.jpg`,
    reply: 'image/jpeg',
  },
  'post /api/ai/analyze-screenshot': {
    address: '/api/ai/analyze-screenshot?lang=en',
    body: form('image'),
    reply: analysis.screenshotAnalysisSchema,
  },
  'post /api/ai/analyze-chat': {
    address: '/api/ai/analyze-chat?lang=ko',
    body: { text: '분수가 뭐예요?' },
    reply: chat.chatAnalysisSchema,
  },
  'get /api/glossary': { address: '/api/glossary', reply: chat.glossaryReplySchema },
  'put /api/glossary': {
    address: '/api/glossary',
    body: { terms: ['분수'] },
    reply: chat.glossaryReplySchema,
  },
  'get /api/vod/{recording_id}/slides/{file}': {
    address: `${lesson}/slides/1.jpg?width=320`,
    reply: 'image/jpeg',
  },
  'get /api/vod/{recording_id}/slides': { address: `${lesson}/slides`, reply: z.array(vod.slideSchema) },
  'post /api/vod/{recording_id}/chapters': {
    address: `${lesson}/chapters`,
    body: { start_time: 1, title: 'one' },
    status: 201,
    reply: vod.createChapterReplySchema,
  },
  'get /api/vod/{recording_id}/chapters': {
    address: `${lesson}/chapters`,
    reply: z.array(vod.chapterSchema),
  },
  'patch /api/vod/{recording_id}/chapters/{chapter_id}': {
    address: `${lesson}/chapters/${otherId}`,
    body: { title: 'two' },
    reply: vod.chapterSchema,
  },
  'delete /api/vod/{recording_id}/chapters/{chapter_id}': {
    address: `${lesson}/chapters/${otherId}`,
    status: 204,
    reply: undefined,
  },
  'get /api/vod/{recording_id}/chapters.vtt': {
    address: `${lesson}/chapters.vtt`,
    reply: 'text/vtt; charset=utf-8',
  },
  'post /api/vod/import': {
    address: '/api/vod/import',
    body: form('file', { session_id: 's' }),
    status: 202,
    reply: vod.importReplySchema,
  },
  'get /api/search': { address: '/api/search?q=%EC%88%98%ED%95%99&limit=5', reply: searchReplySchema },
  'get /api/sessions': { address: '/api/sessions', reply: sessions.sessionListReplySchema },
  'get /api/sessions/{session_id}': { address: '/api/sessions/s', reply: sessions.sessionSchema },
  'put /api/sessions/{session_id}': {
    address: '/api/sessions/s',
    body: { title: '수학', students: [{ student_id: 's1' }] },
    reply: sessions.sessionSchema,
  },
  'get /api/sessions/{session_id}/chat': {
    address: '/api/sessions/s/chat',
    reply: sessions.chatListReplySchema,
  },
  'post /api/sessions/{session_id}/chat': {
    address: '/api/sessions/s/chat',
    body: [{ message_id: 'm', sender_id: 's1', sender_role: 'student', text: '?', sent_at: time }],
    reply: sessions.ingestReplySchema,
  },
  'post /api/sessions/{session_id}/quiz-responses': {
    address: '/api/sessions/s/quiz-responses',
    body: [
      {
        response_id: 'r',
        quiz_id: 'q',
        question: '1+1',
        student_id: 's1',
        is_correct: true,
        response_time_ms: 900,
        answered_at: time,
      },
    ],
    reply: sessions.ingestReplySchema,
  },
  'post /api/sessions/{session_id}/attendance': {
    address: '/api/sessions/s/attendance',
    body: [{ student_id: 's1', joined_at: time }],
    reply: sessions.ingestReplySchema,
  },
  'post /api/sessions/{session_id}/screenshots': {
    address: '/api/sessions/s/screenshots',
    body: form('image', { taken_at: time }),
    status: 201,
    reply: sessions.screenshotReplySchema,
  },
  'post /api/sessions/{session_id}/import': {
    address: '/api/sessions/s/import?preview=true',
    body: form('file'),
    reply: sessions.sessionImportReplySchema,
  },
  'post /api/ai/analyze-session/{session_id}': {
    address: '/api/ai/analyze-session/math-1?wait=5&lang=ko',
    body: { include_screenshots: false },
    reply: sessionAnalysis.sessionAnalysisSchema,
  },
  'get /api/ai/student-feedback/{session_id}/{student_id}': {
    address: '/api/ai/student-feedback/math-1/p-1?lang=en',
    reply: sessionAnalysis.studentFeedbackSchema,
  },
  'get /api/ai/struggling-students/{session_id}': {
    address: '/api/ai/struggling-students/math-1',
    reply: sessionAnalysis.strugglingStudentsSchema,
  },
  'get /api/ai/teacher-feedback/{session_id}': {
    address: '/api/ai/teacher-feedback/math-1',
    reply: sessionAnalysis.teacherFeedbackSchema,
  },
  'get /api/sessions/{session_id}/chat-readings': {
    address: '/api/sessions/math-1/chat-readings?flagged=true&limit=10',
    reply: sessionAnalysis.chatReadingsReplySchema,
  },
  'get /api/sessions/{session_id}/analysis/{part}': {
    address: '/api/sessions/math-1/analysis/students.csv?lang=ko',
    reply: 'text/csv; charset=utf-8',
  },
  'put /api/sessions/{session_id}/students/{student_id}/note': {
    address: '/api/sessions/math-1/students/p-1/note',
    body: { done: true },
    reply: sessionAnalysis.studentNoteSchema,
  },
  'get /api/students/{student_id}/export': {
    address: '/api/students/s1/export',
    reply: sessions.studentExportSchema,
  },
  'delete /api/students/{student_id}': {
    address: '/api/students/s1',
    reply: sessions.studentErasureReplySchema,
  },
};
