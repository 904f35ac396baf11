/** Recording: start, stop, look, delete. */
import { z } from 'zod';
import { booleanInQuery } from '../../../contract/common.ts';
import {
  deletedReplySchema,
  isActive,
  listRecordingsQuerySchema,
  previewQuerySchema,
  probeReplySchema,
  probeRequestSchema,
  recordingListReplySchema,
  recordingStatusReplySchema,
  sessionRecordingsReplySchema,
  sourcesReplySchema,
  startRecordingReplySchema,
  startRecordingSchema,
  statusReplySchema,
  stopRecordingReplySchema,
  stopRecordingSchema,
} from '../../../contract/recording.ts';
import { lessonFamily, lessonsFamily } from '../../cache/families.ts';
import { dependsOn, keepIf, keptList, keptOfLesson, keptOfSession } from '../kept-replies.ts';
import {
  type RouteScope,
  abortedByClient,
  linkNext,
  problems,
  recordingParams,
  sessionParams,
  textReply,
} from '../route-schemas.ts';
import { type EventStream, openEventStream } from '../event-stream.ts';
import type { RecordingService } from '../services.ts';

const tags = ['Recording'];
const deleteQuery = z.object({ permanent: booleanInQuery.default(false) });
const sourceProblems = [
  'stream_url_invalid',
  'source_not_saved',
  'source_unavailable',
  'source_auth_failed',
  'source_not_found',
  'source_timeout',
  'source_unsupported',
  'source_device_busy',
  'ffmpeg_missing',
] as const;

export function addRecordingRoutes(app: RouteScope, recording: RecordingService): void {
  app.post(
    '/api/recording/start',
    {
      schema: {
        summary: 'Starts recording a stream; an unknown session is created',
        tags,
        body: startRecordingSchema,
        response: {
          201: startRecordingReplySchema,
          ...problems('recording_active', 'disk_full', 'shutting_down', ...sourceProblems),
        },
      },
    },
    async (request, reply) => reply.code(201).send(await recording.startRecording(request.body)),
  );

  app.post(
    '/api/recording/stop',
    {
      schema: {
        summary: 'Stops a recording; the lesson is playable when this answers',
        tags,
        body: stopRecordingSchema,
        response: {
          200: stopRecordingReplySchema,
          ...problems('recording_not_found', 'recording_not_active'),
        },
      },
    },
    (request) => recording.stopRecording(request.body.recording_id),
  );

  app.post(
    '/api/recording/probe',
    {
      schema: {
        summary: 'What a stream carries, before class',
        tags,
        body: probeRequestSchema,
        response: { 200: probeReplySchema, ...problems(...sourceProblems) },
      },
    },
    (request, reply) => recording.probeSource(request.body.stream_url, abortedByClient(reply)),
  );

  app.get(
    '/api/recording/preview',
    {
      exposeHeadRoute: false,
      schema: {
        summary: 'A source before class, as server-sent events: pictures, loudness, what is wrong with it',
        tags,
        querystring: previewQuerySchema,
        response: {
          200: textReply('Events `picture`, `level`, `problem`, and last of all `end`', 'text/event-stream'),
          ...problems('preview_limit', 'source_in_use', 'shutting_down', ...sourceProblems),
        },
      },
    },
    async (request, reply) => {
      let stream: EventStream | undefined;
      const open = () => (stream ??= openEventStream(reply));
      await recording.previewSource(
        request.query.stream_url,
        (name, payload) => {
          // A late picture is worth less than the next one.
          if (name === 'picture' && open().isBehind) return;
          open().send(name, payload);
          if (name === 'end') open().end();
        },
        abortedByClient(reply),
      );
      open();
      return reply;
    },
  );

  app.get(
    '/api/recording',
    {
      config: { kept: keptList('recordings', lessonsFamily) },
      schema: {
        summary: 'All recordings, newest first',
        tags,
        querystring: listRecordingsQuerySchema,
        response: { 200: recordingListReplySchema, ...problems() },
      },
    },
    async (request, reply) => {
      const page = await keepIf(request, recording.listAllRecordings(request.query), ({ items }) =>
        items.every(({ status }) => !isActive(status)),
      );
      dependsOn(
        request,
        page.items.map(({ recording_id: id }) => lessonFamily(id)),
      );
      linkNext(request, reply, page.next_cursor);
      return page;
    },
  );

  app.get(
    '/api/sources',
    {
      schema: {
        summary: 'Screens, cameras and microphones of this PC',
        tags,
        response: { 200: sourcesReplySchema, ...problems('ffmpeg_missing') },
      },
    },
    () => recording.listSources(),
  );

  app.get(
    '/api/recording/session/:session_id',
    {
      config: { kept: keptOfSession('session_recordings') },
      schema: {
        summary: 'Recordings of a session, newest first',
        tags,
        params: sessionParams,
        response: { 200: sessionRecordingsReplySchema, ...problems() },
      },
    },
    (request) =>
      keepIf(request, recording.listRecordings(request.params.session_id), (found) =>
        found.every(({ status }) => !isActive(status)),
      ),
  );

  app.get(
    '/api/recording/:recording_id/status',
    {
      config: { kept: keptOfLesson('status') },
      schema: {
        summary: 'State of a recording: length, size, gaps, takes, source',
        tags,
        params: recordingParams,
        response: { 200: recordingStatusReplySchema, ...problems('recording_not_found') },
      },
    },
    // Of a lesson that has not ended, the time since its start is told too.
    (request) =>
      keepIf(
        request,
        recording.getRecordingStatus(request.params.recording_id),
        ({ status, stopped_at: stoppedAt }) => !isActive(status) && stoppedAt !== null,
      ),
  );

  app.delete(
    '/api/recording/:recording_id',
    {
      schema: {
        summary: 'Moves a recording to the trash, or removes it at once',
        tags,
        params: recordingParams,
        querystring: deleteQuery,
        response: { 200: deletedReplySchema, ...problems('recording_not_found', 'recording_in_progress') },
      },
    },
    (request) =>
      recording.deleteRecording(request.params.recording_id, { permanent: request.query.permanent }),
  );

  app.post(
    '/api/recording/:recording_id/restore',
    {
      schema: {
        summary: 'Takes a recording back out of the trash',
        tags,
        params: recordingParams,
        response: { 200: statusReplySchema, ...problems('recording_not_found', 'recording_not_deleted') },
      },
    },
    (request) => recording.restoreRecording(request.params.recording_id),
  );

  app.post(
    '/api/recording/:recording_id/pause',
    {
      schema: {
        summary: 'Pauses a running recording',
        tags,
        params: recordingParams,
        response: { 200: statusReplySchema, ...problems('recording_not_found', 'recording_not_active') },
      },
    },
    (request) => recording.pauseRecording(request.params.recording_id),
  );

  app.post(
    '/api/recording/:recording_id/resume',
    {
      schema: {
        summary: 'Goes on with a paused recording',
        tags,
        params: recordingParams,
        response: {
          200: statusReplySchema,
          ...problems('recording_not_found', 'recording_not_paused', 'disk_full', ...sourceProblems),
        },
      },
    },
    (request) => recording.resumeRecording(request.params.recording_id),
  );
}
