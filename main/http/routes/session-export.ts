/** What was found out about a session as a file: a table for a spreadsheet, or the same rows as data. */
import {
  sessionExportFormats,
  sessionExportParamsSchema,
  sessionExportParts,
  sessionExportQuerySchema,
} from '../../../contract/session-analysis.ts';
import { attachmentHeader } from '../attachment.ts';
import type { SessionExportService } from '../class-services.ts';
import { type RouteScope, problems, textReply } from '../route-schemas.ts';
import { AppError } from '../../base/app-error.ts';

export function addSessionExportRoute(app: RouteScope, exports: SessionExportService): void {
  app.get(
    '/api/sessions/:session_id/analysis/:part',
    {
      schema: {
        summary: 'A part of the analysis as a file, made if need be: `students.csv`, `chat.json` …',
        tags: ['Sessions'],
        params: sessionExportParamsSchema,
        querystring: sessionExportQuerySchema,
        response: {
          200: textReply('The file', 'text/csv', 'application/json'),
          ...problems(
            'session_not_found',
            'not_found',
            'analysis_not_ready',
            'analysis_failed',
            'job_cancelled',
            'shutting_down',
          ),
        },
      },
    },
    async (request, reply) => {
      const { session_id: sessionId, part: name } = request.params;
      const part = sessionExportParts.find((one) => name.startsWith(`${one}.`));
      const format = sessionExportFormats.find((one) => name.endsWith(`.${one}`));
      if (part === undefined || format === undefined) throw new AppError('not_found');
      const file = await exports.exportPart(sessionId, part, { format, lang: request.query.lang });
      return reply
        .header('content-type', file.contentType)
        .header('content-disposition', attachmentHeader(file.filename))
        .header('cache-control', 'no-store')
        .send(file.body);
    },
  );
}
