/** Where what a part asks for is done. Pure. */
import type { HealthCode } from '../../../contract/health.ts';
import { paths } from '../../app/paths.ts';
import type { SystemWord } from './system-words.ts';

export type Remedy = { to: string; word: SystemWord };

const room: Remedy[] = [
  { to: paths.trash, word: 'toTrash' },
  { to: `${paths.library}?sort=longest`, word: 'toLongest' },
];
const models: Remedy[] = [{ to: `${paths.settings}/models`, word: 'toModels' }];
const backup: Remedy[] = [{ to: `${paths.settings}/backup`, word: 'toBackup' }];
const watches: Remedy[] = [{ to: `${paths.settings}/watches`, word: 'toWatches' }];

const remedies: Partial<Record<HealthCode, Remedy[]>> = {
  recording_alarm: [{ to: paths.record, word: 'toRecord' }],
  recording_no_data: [{ to: paths.record, word: 'toRecord' }],
  storage_low: room,
  storage_no_start: room,
  storage_full: room,
  storage_unreachable: [{ to: `${paths.settings}/storage`, word: 'toFolder' }],
  volume_resets: [{ to: `${paths.settings}/backup`, word: 'toBackup' }],
  volume_may_reset: [{ to: `${paths.settings}/storage`, word: 'toFolder' }],
  backup_off: backup,
  backup_never: backup,
  backup_late: backup,
  backup_failed: backup,
  ffmpeg_missing: [{ to: `${paths.settings}/models`, word: 'toTools' }],
  ffmpeg_encoder_missing: [{ to: `${paths.settings}/models`, word: 'toTools' }],
  watches_failing: watches,
  watches_late: watches,
  library_media_missing: [{ to: paths.library, word: 'toLibrary' }],
  jobs_failed: [{ to: paths.activity, word: 'toActivity' }],
  jobs_behind: [{ to: paths.activity, word: 'toWaiting' }],
  analysis_models_missing: models,
  analysis_models_damaged: models,
  analysis_off: [{ to: `${paths.settings}/analysis`, word: 'toAnalysis' }],
};

/** What helps most first. */
export function remediesOf(code: HealthCode): readonly Remedy[] {
  return remedies[code] ?? [];
}
