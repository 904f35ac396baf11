/** What is seen on pictures: one that somebody submits, and the signals found in a lesson. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  analyzeScreenshotQuerySchema,
  lessonSignalsSchema,
  screenshotAnalysisSchema,
} from '../../../contract/analysis.ts';
import { AppError } from '../../base/app-error.ts';
import {
  type RouteScope,
  abortedByClient,
  binaryReply,
  problems,
  recordingParams,
} from '../route-schemas.ts';
import type { ScreenshotService, SignalService } from '../services.ts';
import { receiveToMemory, refuseLargerThan } from '../upload.ts';
import { sendPicture } from './send-text.ts';

const tags = ['AI'];
/** For the description: any picture may be the body itself. */
const rawTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/tiff', 'image/avif'];
const evidenceParams = recordingParams.extend({ name: z.string().regex(/^[0-9a-f-]{1,64}\.jpg$/) });

/** Only in a scope of its own: it makes pictures a body that is understood. */
export function addAnalyzeScreenshotRoute(
  scope: RouteScope,
  screenshots: ScreenshotService,
  maxFileBytes: number,
): void {
  scope.addContentTypeParser(
    /^image\//,
    { parseAs: 'buffer', bodyLimit: maxFileBytes },
    (_request, body, done) => done(null, body),
  );

  scope.post(
    '/api/ai/analyze-screenshot',
    {
      onRequest: refuseLargerThan(maxFileBytes),
      config: { form: z.object({ image: z.file() }), rawTypes },
      schema: {
        summary: 'What is seen and read on a picture: objects, text, signals. Nothing of it is kept',
        tags,
        querystring: analyzeScreenshotQuerySchema,
        response: {
          200: screenshotAnalysisSchema,
          ...problems(
            'payload_too_large',
            'unsupported_media_type',
            'image_unreadable',
            'model_missing',
            'analysis_failed',
          ),
        },
      },
    },
    async (request, reply) => {
      const { text, lang } = request.query;
      const image = await readImage(request, maxFileBytes);
      return screenshots.analyze(image, { text, language: lang, signal: abortedByClient(reply) });
    },
  );
}

async function readImage(request: FastifyRequest, maxFileBytes: number): Promise<Buffer> {
  if (request.isMultipart()) {
    return (await receiveToMemory(request, { fileField: 'image', maxFileBytes })).file.content;
  }
  const { body } = request;
  if (Buffer.isBuffer(body)) return body;
  throw new AppError('unsupported_media_type', "send a form with the file 'image', or the picture itself");
}

export function addSignalRoutes(app: RouteScope, signals: SignalService): void {
  app.get(
    '/api/vod/:recording_id/signals',
    {
      schema: {
        summary: 'Signs that a camera saw in the lesson, for the class as a whole',
        tags,
        params: recordingParams,
        response: {
          200: lessonSignalsSchema,
          ...problems('recording_not_found', 'analysis_not_ready'),
        },
      },
    },
    (request) => signals.lessonSignals(request.params.recording_id),
  );

  app.get(
    '/api/vod/:recording_id/signals/:name',
    {
      schema: {
        summary:
          'A frame that a moment rests on, `{name}.jpg`; faces are blurred unless the school decided otherwise',
        tags,
        params: evidenceParams,
        response: {
          200: binaryReply('The frame', 'image/jpeg'),
          304: z.undefined().describe('The client has it'),
          ...problems('recording_not_found', 'not_found'),
        },
      },
    },
    async (request, reply) => {
      const { recording_id: recordingId, name } = request.params;
      return sendPicture(request, reply, await signals.evidence(recordingId, name));
    },
  );
}
