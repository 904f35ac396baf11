/** Lessons as they are watched: info, playlists, media, pictures, chat, download. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { slidePictureQuerySchema } from '../../../contract/analysis.ts';
import {
  changeLessonSchema,
  downloadQuerySchema,
  infoSchema,
  lessonChatQuerySchema,
  lessonChatReplySchema,
  renditionNameSchema,
  sessionVideosQuerySchema,
  slideSchema,
  streamQuerySchema,
  thumbnailQuerySchema,
  waveformSchema,
} from '../../../contract/vod.ts';
import { isActive } from '../../../contract/recording.ts';
import { lessonChatFamily } from '../../cache/families.ts';
import { pictureVariant } from '../../vod/thumbnails.ts';
import { attachmentHeader } from '../attachment.ts';
import { keepIf, keptOfLesson, keptOfSession } from '../kept-replies.ts';
import { sendMediaFile } from '../media-file.ts';
import {
  type RouteScope,
  abortedByClient,
  binaryReply,
  linkNext,
  problems,
  recordingParams,
  sessionParams,
  textReply,
} from '../route-schemas.ts';
import type { VodService } from '../services.ts';
import { sendPicture, sendText } from './send-text.ts';

const tags = ['VOD'];
const mediaParams = recordingParams.extend({
  rendition: renditionNameSchema,
  file: z.string().regex(/^take-\d{3,6}\.mp4$/),
});
const slideParams = recordingParams.extend({ file: z.string().regex(/^\d{1,6}\.jpg$/) });
const wantedFormat = (request: FastifyRequest): string => pictureVariant(request.headers.accept ?? '');
const sheetParams = recordingParams.extend({ sheet: z.string().regex(/^\d{1,6}\.jpg$/) });

export function addVodRoutes(app: RouteScope, vod: VodService): void {
  app.get(
    '/api/vod/session/:session_id',
    {
      config: { kept: keptOfSession('session_lessons') },
      schema: {
        summary: 'Lessons of a session',
        tags,
        params: sessionParams,
        querystring: sessionVideosQuerySchema,
        response: { 200: z.array(infoSchema), ...problems() },
      },
    },
    (request) =>
      keepIf(request, vod.listVideosBySession(request.params.session_id, request.query), (lessons) =>
        lessons.every(({ status }) => !isActive(status)),
      ),
  );

  app.get(
    '/api/vod/:recording_id/info',
    {
      config: { kept: keptOfLesson('info') },
      schema: {
        summary: 'What a lesson is: title, length, teacher, picture, resolutions',
        tags,
        params: recordingParams,
        response: { 200: infoSchema, ...problems('recording_not_found') },
      },
    },
    (request) => vod.getVideoInfo(request.params.recording_id),
  );

  app.patch(
    '/api/vod/:recording_id',
    {
      schema: {
        summary:
          'Changes what a lesson says about itself; teacher, class, subject and date change for its whole session',
        tags,
        params: recordingParams,
        body: changeLessonSchema,
        response: { 200: infoSchema, ...problems('recording_not_found', 'start_known') },
      },
    },
    (request) => vod.changeLesson(request.params.recording_id, request.body),
  );

  app.get(
    '/api/vod/:recording_id/stream',
    {
      config: { kept: keptOfLesson('manifest', { from: 'files' }) },
      schema: {
        summary: 'HLS playlist or DASH manifest, of all renditions or one, of the lesson or a part',
        tags,
        params: recordingParams,
        querystring: streamQuerySchema,
        response: {
          200: textReply('Playlist', 'application/vnd.apple.mpegurl', 'application/dash+xml'),
          ...problems(
            'recording_not_found',
            'rendition_unknown',
            'rendition_not_ready',
            'media_not_ready',
            'media_missing',
            'range_invalid',
          ),
        },
      },
    },
    async (request, reply) => sendText(reply, await vod.stream(request.params.recording_id, request.query)),
  );

  // HEAD is answered by the same handler: the length is known without reading the file.
  app.route({
    method: ['GET', 'HEAD'],
    url: '/api/vod/:recording_id/media/:rendition/:file',
    schema: {
      summary: 'A take of a rendition, whole or by byte ranges',
      tags,
      params: mediaParams,
      response: {
        200: binaryReply('The file', 'video/mp4'),
        206: binaryReply('Part of the file', 'video/mp4'),
        304: z.undefined().describe('The client has it'),
        ...problems(
          'recording_not_found',
          'rendition_unknown',
          'rendition_not_ready',
          'media_missing',
          'range_not_satisfiable',
        ),
      },
    },
    handler: async (request, reply) => {
      const { recording_id: recordingId, rendition, file } = request.params;
      const sequence = Number(file.slice('take-'.length, -'.mp4'.length));
      return sendMediaFile(request, reply, await vod.mediaFile(recordingId, rendition, sequence));
    },
  });

  app.route({
    method: ['GET', 'HEAD'],
    url: '/api/vod/:recording_id/download',
    schema: {
      summary: 'One MP4 of the lesson or an exact part of it',
      tags,
      params: recordingParams,
      querystring: downloadQuerySchema,
      response: {
        200: binaryReply('The file', 'video/mp4'),
        206: binaryReply('Part of the file', 'video/mp4'),
        ...problems(
          'recording_not_found',
          'rendition_unknown',
          'rendition_not_ready',
          'media_not_ready',
          'media_missing',
          'range_invalid',
          'range_not_satisfiable',
          'disk_full',
        ),
      },
    },
    handler: async (request, reply) => {
      const made = await vod.download(request.params.recording_id, request.query, abortedByClient(reply));
      try {
        void reply.header('content-disposition', attachmentHeader(made.filename));
        return await sendMediaFile(request, reply, made.file);
      } finally {
        await made.release();
      }
    },
  });

  app.get(
    '/api/vod/:recording_id/thumbnail',
    {
      config: { kept: keptOfLesson('thumbnail', { from: 'files', variant: wantedFormat }) },
      schema: {
        summary: 'A picture of the lesson, JPEG or what Accept prefers',
        tags,
        params: recordingParams,
        querystring: thumbnailQuerySchema,
        response: {
          200: binaryReply('The picture', 'image/jpeg', 'image/webp', 'image/avif'),
          304: z.undefined().describe('The client has it'),
          ...problems('recording_not_found', 'media_not_ready', 'media_missing', 'range_invalid'),
        },
      },
    },
    async (request, reply) => {
      const accept = request.headers.accept ?? '';
      const picture = await keepIf(
        request,
        vod.thumbnail(request.params.recording_id, { ...request.query, accept }),
        ({ isPassing }) => isPassing !== true,
      );
      return sendPicture(request, reply.header('vary', 'accept'), picture);
    },
  );

  app.get(
    '/api/vod/:recording_id/trickplay.vtt',
    {
      config: { kept: keptOfLesson('storyboard', { from: 'files' }) },
      schema: {
        summary: 'Storyboard track: which picture belongs to which time',
        tags,
        params: recordingParams,
        response: {
          200: textReply('WebVTT', 'text/vtt'),
          ...problems('recording_not_found', 'media_not_ready', 'media_missing'),
        },
      },
    },
    async (request, reply) => sendText(reply, await vod.trickplayVtt(request.params.recording_id)),
  );

  app.get(
    '/api/vod/:recording_id/trickplay/:sheet',
    {
      config: { kept: keptOfLesson('storyboard_sheet', { from: 'files' }) },
      schema: {
        summary: 'A sheet of the storyboard, `{n}.jpg`',
        tags,
        params: sheetParams,
        response: {
          200: binaryReply('The sheet', 'image/jpeg'),
          304: z.undefined().describe('The client has it'),
          ...problems('recording_not_found', 'media_not_ready', 'media_missing', 'not_found'),
        },
      },
    },
    async (request, reply) => {
      const { recording_id: recordingId, sheet } = request.params;
      return sendPicture(request, reply, await vod.trickplayImage(recordingId, Number.parseInt(sheet, 10)));
    },
  );

  app.get(
    '/api/vod/:recording_id/waveform.json',
    {
      config: { kept: keptOfLesson('waveform', { from: 'files' }) },
      schema: {
        summary: 'Peaks of the sound',
        tags,
        params: recordingParams,
        response: {
          200: waveformSchema,
          ...problems('recording_not_found', 'media_not_ready', 'media_missing'),
        },
      },
    },
    (request) => vod.waveform(request.params.recording_id),
  );

  app.get(
    '/api/vod/:recording_id/chat',
    {
      config: { kept: keptOfLesson('lesson_chat', { also: lessonChatFamily }) },
      schema: {
        summary: 'Chat that was written while the lesson ran, each message at its place on the time line',
        tags,
        params: recordingParams,
        querystring: lessonChatQuerySchema,
        response: { 200: lessonChatReplySchema, ...problems('recording_not_found') },
      },
    },
    async (request, reply) => {
      const page = await vod.listLessonChat(request.params.recording_id, request.query);
      linkNext(request, reply, page.next_cursor);
      return page;
    },
  );

  app.get(
    '/api/vod/:recording_id/slides',
    {
      config: { kept: keptOfLesson('slides') },
      schema: {
        summary: 'The distinct screens of the lesson with their text',
        tags,
        params: recordingParams,
        response: { 200: z.array(slideSchema), ...problems('recording_not_found') },
      },
    },
    (request) => vod.slides(request.params.recording_id),
  );

  app.get(
    '/api/vod/:recording_id/slides/:file',
    {
      config: { kept: keptOfLesson('slide', { from: 'files' }) },
      schema: {
        summary: 'Picture of a screen, `{seq}.jpg`',
        tags,
        params: slideParams,
        querystring: slidePictureQuerySchema,
        response: {
          200: binaryReply('The picture', 'image/jpeg'),
          ...problems('recording_not_found', 'media_missing'),
        },
      },
    },
    async (request, reply) => {
      const { recording_id: recordingId, file } = request.params;
      const picture = await vod.slideImage(recordingId, Number.parseInt(file, 10), request.query.width);
      return sendPicture(request, reply, picture);
    },
  );
}
