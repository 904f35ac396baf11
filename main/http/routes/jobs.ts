/** Background work: list, look, cancel, try again, take off the list. */
import { z } from 'zod';
import { idSchema } from '../../../contract/common.ts';
import {
  clearJobsQuerySchema,
  clearJobsReplySchema,
  jobListReplySchema,
  jobSchema,
  listJobsQuerySchema,
} from '../../../contract/jobs.ts';
import { type RouteScope, linkNext, problems } from '../route-schemas.ts';
import type { JobService } from '../services.ts';

const tags = ['Jobs'];
const params = z.object({ job_id: idSchema });

export function addJobRoutes(app: RouteScope, jobs: JobService): void {
  app.get(
    '/api/jobs',
    {
      schema: {
        summary: 'Jobs, newest first',
        tags,
        querystring: listJobsQuerySchema,
        response: { 200: jobListReplySchema, ...problems() },
      },
    },
    async (request, reply) => {
      const page = await jobs.list(request.query);
      linkNext(request, reply, page.next_cursor);
      return page;
    },
  );

  app.delete(
    '/api/jobs',
    {
      schema: {
        summary: 'Takes ended jobs off the list',
        tags,
        querystring: clearJobsQuerySchema,
        response: { 200: clearJobsReplySchema, ...problems() },
      },
    },
    (request) => jobs.clear(request.query),
  );

  app.get(
    '/api/jobs/:job_id',
    {
      schema: {
        summary: 'State and progress of one job',
        tags,
        params,
        response: { 200: jobSchema, ...problems('job_not_found') },
      },
    },
    (request) => jobs.get(request.params.job_id),
  );

  app.post(
    '/api/jobs/:job_id/cancel',
    {
      schema: {
        summary: 'Cancels a job that has not ended',
        tags,
        params,
        response: { 200: jobSchema, ...problems('job_not_found', 'job_not_cancellable') },
      },
    },
    (request) => jobs.cancel(request.params.job_id),
  );

  app.post(
    '/api/jobs/:job_id/retry',
    {
      schema: {
        summary: 'Queues a failed or cancelled job again',
        tags,
        params,
        response: { 200: jobSchema, ...problems('job_not_found', 'job_not_retryable') },
      },
    },
    (request) => jobs.retry(request.params.job_id),
  );
}
