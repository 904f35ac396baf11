/** The analysis of a lesson: how far it is, making it again, what the speech stage found. */
import {
  analyzeLessonReplySchema,
  analyzeLessonSchema,
  lessonAnalysisSchema,
  lessonSpeechSchema,
} from '../../../contract/analysis.ts';
import { keepIf, keptOfLesson } from '../kept-replies.ts';
import { type RouteScope, problems, recordingParams } from '../route-schemas.ts';
import type { AnalysisService } from '../services.ts';

const tags = ['Analysis'];

export function addAnalysisRoutes(app: RouteScope, analysis: AnalysisService): void {
  app.get(
    '/api/vod/:recording_id/analysis',
    {
      config: { kept: keptOfLesson('analysis') },
      schema: {
        summary: 'How far each stage of the analysis is, and which models made what is there',
        tags,
        params: recordingParams,
        response: { 200: lessonAnalysisSchema, ...problems('recording_not_found') },
      },
    },
    (request) =>
      keepIf(request, analysis.status(request.params.recording_id), ({ stages }) =>
        stages.every(({ state }) => state !== 'queued' && state !== 'running'),
      ),
  );

  app.post(
    '/api/vod/:recording_id/analyze',
    {
      schema: {
        summary: 'Makes stages of the analysis again, all that are on when none is named',
        tags,
        params: recordingParams,
        body: analyzeLessonSchema,
        response: {
          202: analyzeLessonReplySchema,
          ...problems(
            'recording_not_found',
            'recording_in_progress',
            'media_not_ready',
            'media_empty',
            'analysis_off',
          ),
        },
      },
    },
    async (request, reply) =>
      reply.code(202).send(await analysis.rerun(request.params.recording_id, request.body.stages)),
  );

  app.get(
    '/api/vod/:recording_id/speech',
    {
      config: { kept: keptOfLesson('speech') },
      schema: {
        summary: 'Where somebody speaks, pauses of 3 s and more, loudness, cut-off sound',
        tags,
        params: recordingParams,
        response: { 200: lessonSpeechSchema, ...problems('recording_not_found', 'analysis_not_ready') },
      },
    },
    (request) => analysis.speech(request.params.recording_id),
  );
}
