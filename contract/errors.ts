/**
 * The one table of error codes. A code is stable: other systems match on it, the page translates it.
 * `status` is the HTTP status the code maps to; `title` is the English summary of the problem+json reply
 * (people read `detail`, which the thrower writes, or the page's own words for the code).
 */
import { z } from 'zod';

export const errorTable = {
  // request
  bad_request: { status: 400, title: 'The request could not be understood' },
  unauthorized: { status: 401, title: 'A token is needed' },
  host_not_allowed: { status: 403, title: 'This address is not served' },
  origin_not_allowed: { status: 403, title: 'Requests from this site are not allowed' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  payload_too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'This content type is not accepted' },
  range_not_satisfiable: { status: 416, title: 'The requested range is outside the file' },
  validation_failed: { status: 422, title: 'A field is missing or wrong' },
  too_many_requests: { status: 429, title: 'Too many attempts' },
  internal: { status: 500, title: 'Something went wrong inside the recorder' },
  shutting_down: { status: 503, title: 'The recorder is shutting down' },
  not_ready: { status: 503, title: 'The recorder is not ready' },
  // recording
  recording_not_found: { status: 404, title: 'There is no such recording' },
  recording_active: { status: 409, title: 'This session is already being recorded' },
  recording_not_active: { status: 409, title: 'This recording is not running' },
  recording_not_paused: { status: 409, title: 'This recording is not paused' },
  recording_not_deleted: { status: 409, title: 'This recording is not in the trash' },
  recording_in_progress: { status: 409, title: 'This recording is still running' },
  stream_url_invalid: { status: 422, title: 'This stream address cannot be recorded' },
  source_unavailable: { status: 422, title: 'The stream cannot be opened' },
  source_auth_failed: { status: 422, title: 'The stream asks for other credentials' },
  source_not_found: { status: 422, title: 'There is no stream at this address' },
  source_timeout: { status: 422, title: 'The stream did not answer in time' },
  source_lost: { status: 422, title: 'The stream ended and did not return' },
  source_unsupported: { status: 422, title: 'The stream has no picture or sound that can be recorded' },
  source_device_busy: { status: 422, title: 'The screen, camera or microphone cannot be opened' },
  source_in_use: { status: 409, title: 'This source is already being recorded' },
  source_not_saved: { status: 404, title: 'There is no such saved source' },
  preview_limit: { status: 409, title: 'Too many previews are open' },
  disk_full: { status: 507, title: 'There is too little room on the disk' },
  storage_unavailable: { status: 507, title: 'The storage folder cannot be written' },
  ffmpeg_missing: { status: 503, title: 'ffmpeg is not installed' },
  ffmpeg_failed: { status: 500, title: 'ffmpeg stopped unexpectedly' },
  encoder_missing: { status: 503, title: 'This ffmpeg lacks an encoder that is needed' },
  data_dir_locked: { status: 409, title: 'Another recorder is using this data folder' },
  // vod
  rendition_unknown: { status: 404, title: 'There is no such resolution of this lesson' },
  rendition_not_ready: { status: 409, title: 'This resolution is still being made' },
  media_not_ready: { status: 409, title: 'Nothing has been recorded yet' },
  media_missing: { status: 404, title: 'The media of this lesson is missing' },
  media_unreadable: { status: 415, title: 'This file is not a readable video' },
  media_empty: { status: 422, title: 'Nothing usable was recorded' },
  chapter_not_found: { status: 404, title: 'There is no such chapter' },
  chapter_out_of_range: { status: 422, title: 'The chapter lies outside the lesson' },
  note_not_found: { status: 404, title: 'There is no such note' },
  export_not_found: { status: 404, title: 'There is no such export' },
  export_not_ready: { status: 409, title: 'This export has not been made' },
  range_invalid: { status: 422, title: 'This part lies outside the lesson' },
  // library
  session_not_found: { status: 404, title: 'There is no such session' },
  student_not_found: { status: 404, title: 'Nothing is held about this student' },
  import_unreadable: { status: 422, title: 'This file could not be understood' },
  image_unreadable: { status: 422, title: 'This image could not be read' },
  watch_not_found: { status: 404, title: 'There is no such watch' },
  // analysis
  model_unknown: { status: 404, title: 'There is no such model' },
  model_missing: { status: 503, title: 'A model that this needs is not installed' },
  model_built_in: { status: 409, title: 'This model is part of the program' },
  model_damaged: { status: 422, title: 'The model file is not the one that was expected' },
  model_unreachable: { status: 502, title: 'The model could not be downloaded' },
  analysis_not_ready: { status: 409, title: 'This part of the lesson has not been analysed yet' },
  analysis_off: { status: 409, title: 'This part of the analysis is switched off' },
  analysis_failed: { status: 500, title: 'The analysis stopped unexpectedly' },
  // jobs
  job_not_found: { status: 404, title: 'There is no such job' },
  job_not_cancellable: { status: 409, title: 'This job has already ended' },
  job_not_retryable: { status: 409, title: 'This job has not failed' },
  job_cancelled: { status: 409, title: 'The job was cancelled' },
  job_interrupted: { status: 500, title: 'The job was interrupted again and again' },
  // settings
  settings_invalid: { status: 422, title: 'A setting is wrong' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorTable;

export const errorCodes = Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]];

export const errorCodeSchema = z.enum(errorCodes);

/** RFC 9457 problem document; `code` is the stable name, `detail` is for people. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: errorCodeSchema,
  detail: z.string(),
  request_id: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/** What an error looks like inside a reply or a row: no stack, no status. */
export const errorSummarySchema = z.object({ code: errorCodeSchema, detail: z.string() });
export type ErrorSummary = z.infer<typeof errorSummarySchema>;
