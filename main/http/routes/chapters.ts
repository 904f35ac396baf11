/** Chapters of a lesson. */
import { z } from 'zod';
import { idSchema } from '../../../contract/common.ts';
import {
  changeChapterSchema,
  chapterSchema,
  createChapterReplySchema,
  createChapterSchema,
} from '../../../contract/vod.ts';
import { keptOfLesson } from '../kept-replies.ts';
import { type RouteScope, problems, recordingParams, textReply } from '../route-schemas.ts';
import type { ChapterService } from '../services.ts';
import { sendText } from './send-text.ts';

const tags = ['VOD'];
const chapterParams = recordingParams.extend({ chapter_id: idSchema });

export function addChapterRoutes(app: RouteScope, chapters: ChapterService): void {
  app.post(
    '/api/vod/:recording_id/chapters',
    {
      schema: {
        summary: 'Adds a chapter; without a place while the lesson is being recorded: at its newest moment',
        tags,
        params: recordingParams,
        body: createChapterSchema,
        response: {
          201: createChapterReplySchema,
          ...problems('recording_not_found', 'chapter_out_of_range'),
        },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await chapters.createChapter(request.params.recording_id, request.body)),
  );

  app.get(
    '/api/vod/:recording_id/chapters',
    {
      config: { kept: keptOfLesson('chapters') },
      schema: {
        summary: 'Chapters by time',
        tags,
        params: recordingParams,
        response: { 200: z.array(chapterSchema), ...problems('recording_not_found') },
      },
    },
    (request) => chapters.listChapters(request.params.recording_id),
  );

  app.patch(
    '/api/vod/:recording_id/chapters/:chapter_id',
    {
      schema: {
        summary: 'Changes a chapter',
        tags,
        params: chapterParams,
        body: changeChapterSchema,
        response: {
          200: chapterSchema,
          ...problems('recording_not_found', 'chapter_not_found', 'chapter_out_of_range'),
        },
      },
    },
    (request) => chapters.changeChapter(request.params.recording_id, request.params.chapter_id, request.body),
  );

  app.delete(
    '/api/vod/:recording_id/chapters/:chapter_id',
    {
      schema: {
        summary: 'Removes a chapter',
        tags,
        params: chapterParams,
        response: { 204: z.undefined(), ...problems('recording_not_found', 'chapter_not_found') },
      },
    },
    async (request, reply) => {
      await chapters.deleteChapter(request.params.recording_id, request.params.chapter_id);
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/vod/:recording_id/chapters.vtt',
    {
      config: { kept: keptOfLesson('chapters') },
      schema: {
        summary: 'Chapters as a WebVTT track',
        tags,
        params: recordingParams,
        response: { 200: textReply('WebVTT', 'text/vtt'), ...problems('recording_not_found') },
      },
    },
    async (request, reply) => sendText(reply, await chapters.chaptersVtt(request.params.recording_id)),
  );
}
