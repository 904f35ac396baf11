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
  overloaded: { status: 503, title: 'The recorder has too much to do' },
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
  start_known: { status: 409, title: 'The recorder itself saw when this lesson began' },
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
  // backup
  backup_target_missing: { status: 409, title: 'The place for backups is not there' },
  backup_target_invalid: { status: 422, title: 'Backups cannot be kept in this place' },
  backup_target_full: { status: 507, title: 'There is too little room in the place for backups' },
  backup_unreachable: { status: 502, title: 'The store for backups does not answer' },
  backup_denied: { status: 502, title: 'The place for backups refuses access' },
  backup_passphrase_needed: { status: 422, title: 'These backups need their passphrase' },
  backup_passphrase_wrong: { status: 422, title: 'This is not the passphrase of these backups' },
  backup_busy: { status: 409, title: 'Another backup is being made there' },
  backup_not_found: { status: 404, title: 'There is no such backup' },
  backup_damaged: { status: 422, title: 'This backup is damaged' },
  restore_undone: { status: 500, title: 'The backup could not be restored; everything is as it was before' },
  // jobs
  job_not_found: { status: 404, title: 'There is no such job' },
  job_not_cancellable: { status: 409, title: 'This job has already ended' },
  job_not_retryable: { status: 409, title: 'This job has not failed' },
  job_cancelled: { status: 409, title: 'The job was cancelled' },
  job_interrupted: { status: 500, title: 'The job was interrupted again and again' },
  // updates
  updates_off: { status: 409, title: 'Updates from a file are switched off' },
  update_unreadable: { status: 422, title: 'This file is no update of the recorder' },
  update_untrusted: { status: 422, title: 'The update was not signed by anyone this program trusts' },
  update_damaged: { status: 422, title: 'The update is damaged or not complete' },
  update_not_newer: { status: 409, title: 'The update is not newer than what is installed' },
  update_other_computer: { status: 422, title: 'The update is for another kind of computer' },
  update_needs_installer: { status: 422, title: 'The update needs a newer program: use its installer' },
  update_in_progress: { status: 409, title: 'An update is being made' },
  update_not_ready: { status: 409, title: 'There is no update that could be started' },
  feed_unreachable: { status: 502, title: 'The place updates come from did not answer' },
  feed_damaged: { status: 502, title: 'What the place updates come from sent is not right' },
  feed_unsupported: { status: 409, title: 'This package cannot renew itself: install the new version' },
  // settings
  settings_invalid: { status: 422, title: 'A setting is wrong' },
  setting_locked: { status: 403, title: 'This setting is set by the school' },
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
