/** Sending a video file to become a lesson. */
import type { z } from 'zod';
import type { LessonFields } from '../../contract/common.ts';
import type { Problem } from '../../contract/errors.ts';
import type { Job } from '../../contract/jobs.ts';
import type { importReplySchema } from '../../contract/vod.ts';
import { ApiFailure, call } from './client.ts';

export type ImportReply = z.infer<typeof importReplySchema>;

/**
 * `fetch` does not tell how much has been sent, so this is the one call that is made in another way.
 * @param options.onProgress told the part that has been sent, 0–1
 * @throws ApiFailure; DOMException AbortError when `signal` fired
 */
export function importVideo(
  file: File,
  fields: LessonFields & { session_id: string; started_at?: string | undefined },
  options: { onProgress: (sent: number) => void; signal: AbortSignal },
): Promise<ImportReply> {
  const { onProgress, signal } = options;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) {
      if (value !== undefined && value !== '') form.append(name, value);
    }
    // Last: the core reads the fields before the file.
    form.append('file', file, file.name);
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      if (total > 0) onProgress(loaded / total);
    });
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) {
        resolve(JSON.parse(request.responseText) as ImportReply);
      } else reject(failureIn(request.responseText));
    });
    request.addEventListener('error', () => reject(new ApiFailure('unreachable')));
    request.addEventListener('abort', () => reject(new DOMException('cancelled', 'AbortError')));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.open('POST', '/api/vod/import');
    request.setRequestHeader('accept', 'application/json');
    request.send(form);
  });
}

function failureIn(text: string): ApiFailure {
  try {
    const problem = JSON.parse(text) as Problem;
    return new ApiFailure(problem.code, problem);
  } catch (error) {
    return new ApiFailure('internal', undefined, error);
  }
}

/** The job that makes a lesson of a file. */
export function importJob(jobId: string): Promise<Job> {
  return call('GET', `/api/jobs/${jobId}`);
}
